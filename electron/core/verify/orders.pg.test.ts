import { describe, expect, test } from 'vitest';
import type { TargetType } from '../../../shared/plan.ts';
import type { SourceFile } from '../../../shared/source.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { column, planOf, sourceOf, table, verifyOne } from './testing/sides.ts';

interface Shape {
  readonly what: string;
  /** Columns in SQLite, as written in CREATE TABLE, with what follows the closing bracket. */
  readonly source: string;
  readonly target: string;
  readonly key: readonly string[];
  readonly types: Readonly<Record<string, TargetType>>;
  /** SQL values, the same on both sides unless `loaded` says otherwise; the last row is the one to be changed. */
  readonly rows: readonly string[];
  readonly loaded?: readonly string[];
  readonly changed: { readonly where: string; readonly key: string };
  readonly encoding?: SourceFile['encoding'];
}

const text: TargetType = { name: 'text' };
const bigint: TargetType = { name: 'bigint' };
const words = ["'Zoe'", "'adam'", "'Ábel'", "'😀'", "'\uffee'", "'حمد'", "'a b'", "'a'", "''", "'Adam'"];

const shapes: Shape[] = [
  {
    what: 'text keys by bytes',
    source: '(k TEXT PRIMARY KEY, v TEXT)',
    target: '(k text PRIMARY KEY, v text)',
    key: ['k'],
    types: { k: text, v: text },
    rows: words.map((word) => `${word}, 'v'`),
    changed: { where: "k = 'حمد'", key: 'k=حمد' },
  },
  {
    what: 'text keys of a UTF-16 file',
    source: '(k TEXT PRIMARY KEY, v TEXT)',
    target: '(k text PRIMARY KEY, v text)',
    key: ['k'],
    types: { k: text, v: text },
    rows: words.map((word) => `${word}, 'v'`),
    changed: { where: "k = 'حمد'", key: 'k=حمد' },
    encoding: 'UTF-16le',
  },
  {
    what: 'NOCASE keys',
    source: '(k TEXT COLLATE NOCASE PRIMARY KEY, v TEXT) WITHOUT ROWID',
    target: '(k text PRIMARY KEY, v text)',
    key: ['k'],
    types: { k: text, v: text },
    rows: words.slice(0, -1).map((word) => `${word}, 'v'`),
    changed: { where: "k = 'adam'", key: 'k=adam' },
  },
  {
    what: 'composite keys in another order than the columns',
    source: '(v TEXT, b TEXT, a INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID',
    target: '(v text, b text, a bigint, PRIMARY KEY (a, b))',
    key: ['a', 'b'],
    types: { v: text, b: text, a: bigint },
    rows: [10, 9, -3, 9223372036854775807n].flatMap((a) => words.map((b) => `'v', ${b}, ${a}`)),
    changed: { where: "a = 9 AND b = 'Zoe'", key: 'a=9, b=Zoe' },
  },
  {
    what: 'keys that are converted',
    source: '(k TEXT PRIMARY KEY, v TEXT)',
    target: '(k date PRIMARY KEY, v text)',
    key: ['k'],
    types: { k: { name: 'date' }, v: text },
    rows: ["'25/12/2025', 'v'", "'2025-01-13', 'v'", "'14/02/2025', 'v'"],
    loaded: ["'2025-12-25', 'v'", "'2025-01-13', 'v'", "'2025-02-14', 'v'"],
    changed: { where: "k = '2025-02-14'", key: 'k=2025-02-14' },
  },
  {
    what: 'integer keys of which some are text',
    source: '(k PRIMARY KEY, v TEXT)',
    target: '(k bigint PRIMARY KEY, v text)',
    key: ['k'],
    types: { k: bigint, v: text },
    rows: ["10, 'v'", "'9', 'v'", "11.0, 'v'"],
    loaded: ["10, 'v'", "9, 'v'", "11, 'v'"],
    changed: { where: 'k = 9', key: 'k=9' },
  },
  {
    what: 'rows without a key, some of them equal',
    source: '(k TEXT, v TEXT)',
    target: '(k text, v text)',
    key: [],
    types: { k: text, v: text },
    rows: ["'a', 'v'", "'a', 'v'", "'b', 'v'", "NULL, 'v'"],
    changed: { where: "k = 'b'", key: 'rowid=3' },
  },
];

describe.each(servers())('PostgreSQL $version', (server) => {
  test.each(shapes)('$what', async (shape) => {
    await using database = await freshDatabase(server);
    const insert = (rows: readonly string[]) =>
      `INSERT INTO t VALUES ${rows.map((row) => `(${row})`).join(', ')}`;
    await database.client.query(`CREATE TABLE t${shape.target}; ${insert(shape.loaded ?? shape.rows)}`);
    const sides = {
      db: sourceOf(`CREATE TABLE t${shape.source}; ${insert(shape.rows)}`, shape.encoding),
      plan: planOf([
        table(
          't',
          shape.key,
          Object.entries(shape.types).map(([name, type]) => column(name, type)),
        ),
      ]),
      target: database.target,
    };
    expect(await verifyOne(sides)).toMatchObject({ verified: true, mismatches: [] });

    await database.client.query(`UPDATE t SET v = 'w' WHERE ${shape.changed.where}`);
    expect((await verifyOne(sides)).mismatches).toEqual([
      { table: 't', kind: 'value', key: shape.changed.key, column: 'v', source: "'v'", target: "'w'" },
    ]);
  });

  test('virtual tables are read by their rowid', async () => {
    await using database = await freshDatabase(server);
    await database.client.query(
      "CREATE TABLE t(title text, body text); INSERT INTO t VALUES ('a', 'b'), ('c', 'd')",
    );
    const db = sourceOf(
      "CREATE VIRTUAL TABLE t USING fts5(title, body); INSERT INTO t VALUES ('a', 'b'), ('c', 'd')",
    );
    const plan = planOf([table('t', [], [column('title', text), column('body', text)])]);
    expect(await verifyOne({ db, plan, target: database.target })).toMatchObject({
      verified: true,
      targetRows: 2,
    });
  });

  test('text that was no text in the source is never verified, whatever was loaded for it', async () => {
    await using database = await freshDatabase(server);
    await database.client.query(
      "CREATE TABLE t(id bigint PRIMARY KEY, v text); INSERT INTO t VALUES (1, E'a\\uFFFD'), (2, E'a\\uFFFD')",
    );
    const db = sourceOf(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, CAST(x'61ff' AS TEXT)), (2, 'a\ufffd')",
    );
    const plan = planOf([table('t', ['id'], [column('id', bigint), column('v', text)])]);
    expect((await verifyOne({ db, plan, target: database.target })).mismatches).toEqual([
      {
        table: 't',
        kind: 'value',
        key: 'id=1',
        column: 'v',
        source: 'undecodable text \\x61ff',
        target: "'a\ufffd'",
      },
    ]);
  });

  test('a row of many megabytes is compared to its last byte', async () => {
    await using database = await freshDatabase(server);
    const long = 5_000_000;
    await database.client.query(
      `CREATE TABLE t(id bigint PRIMARY KEY, v text); INSERT INTO t SELECT i, repeat('x', ${long}) || i FROM generate_series(1, 6) AS i`,
    );
    await database.client.query(`UPDATE t SET v = repeat('x', ${long}) || 'y' WHERE id = 4`);
    const db = sourceOf(`CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT);
      INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6)
      SELECT i, printf('%.*c', ${long}, 'x') || i FROM n`);
    const plan = planOf([table('t', ['id'], [column('id', bigint), column('v', text)])]);
    const { mismatches } = await verifyOne({ db, plan, target: database.target });
    expect(mismatches).toHaveLength(1);
    expect(mismatches[0]).toMatchObject({
      key: 'id=4',
      source: expect.stringMatching(/^….{60}4'$/),
      target: expect.stringMatching(/^….{60}y'$/),
    });
  });

  test('numbers that have several texts are compared by value', async () => {
    await using database = await freshDatabase(server);
    await database.client.query(`CREATE TABLE t(id bigint PRIMARY KEY, n numeric, v text, j jsonb);
      INSERT INTO t VALUES (1, 1.50, '100', '{"a": 1.0}'), (2, 1.51, '1e2', '{"a": 1.01}')`);
    const db = sourceOf(`CREATE TABLE t(id INTEGER PRIMARY KEY, n REAL, v, j TEXT);
      INSERT INTO t VALUES (1, 1.5, 100.0, '{"a": 1}'), (2, 1.5, 100.5, '{"a": 1}')`);
    const plan = planOf([
      table(
        't',
        ['id'],
        [
          column('id', bigint),
          column('n', { name: 'numeric' }),
          column('v', text),
          column('j', { name: 'jsonb' }),
        ],
      ),
    ]);
    const { mismatches } = await verifyOne({ db, plan, target: database.target });
    expect(mismatches.map(({ key, column: name }) => `${key} ${name}`)).toEqual([
      'id=2 n',
      'id=2 v',
      'id=2 j',
    ]);
  });

  test('so they are without a key, however many rows there are', async () => {
    await using database = await freshDatabase(server);
    await database.client.query(
      'CREATE TABLE t(n numeric); INSERT INTO t SELECT i + 0.0 FROM generate_series(1, 60000) AS i',
    );
    const db = sourceOf(`CREATE TABLE t(n REAL);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) INSERT INTO t SELECT i FROM n`);
    const plan = planOf([table('t', [], [column('n', { name: 'numeric' })])]);
    expect(await verifyOne({ db, plan, target: database.target })).toMatchObject({
      verified: true,
      mismatches: [],
    });
    await database.client.query('UPDATE t SET n = 0.5 WHERE n = 59000');
    const { mismatches } = await verifyOne({ db, plan, target: database.target });
    expect(mismatches).toEqual([
      expect.objectContaining({ kind: 'missing row', key: 'rowid=59000', source: '59000' }),
      expect.objectContaining({ kind: 'extra row', target: '0.5' }),
    ]);
  });
});
