import { describe, expect, test } from 'vitest';
import type { TargetType } from '../../../shared/plan.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { allRows } from '../source/row-filter.ts';
import { digestRows, digestSource } from './digest-source.ts';
import { sourceReading } from './source-reading.ts';
import { tablePairs } from './table-pairs.ts';
import { column, inputOf, planOf, sourceOf, table, verifyOne } from './testing/sides.ts';

const nowhere = {
  endpoint: { kind: 'tcp', host: '127.0.0.1', port: 1 },
  database: '',
  user: '',
  ssl: { mode: 'disable' },
} as const;

/** A value in the source and one on the target whose lines would be alike if nobody looked closer. */
interface Lookalike {
  readonly what: string;
  readonly type: TargetType;
  /** SQL of the values of v, by rising id. */
  readonly source: readonly string[];
  readonly target: readonly string[];
}

const timestamp: TargetType = { name: 'timestamp' };
const text: TargetType = { name: 'text' };

const lookalikes: readonly Lookalike[] = [
  { what: 'the sign for NULL as a text', type: text, source: ["'\\N'"], target: ['NULL'] },
  { what: 'a backslash and a letter', type: text, source: ["'a\\tb'"], target: ["E'a\\tb'"] },
  { what: 'bytes of a digit', type: { name: 'bigint' }, source: ["x'35'"], target: ['5'] },
  { what: 'bytes of a letter', type: text, source: ["x'61'"], target: ["'a'"] },
  { what: 'a text cut at NUL', type: text, source: ["'a' || char(0) || 'b'"], target: ["'a'"] },
  { what: 'a text without its broken end', type: text, source: ["CAST(x'61ff' AS TEXT)"], target: ["'a'"] },
  {
    what: 'one text that reads as two rows',
    type: { name: 'varchar', length: 80 },
    source: ["'a' || char(10) || '2' || char(9) || 'b'"],
    target: ["'a'", "'b'"],
  },
  {
    what: 'one value that is no date and reads as two rows',
    type: { name: 'date' },
    source: ["'2025-01-01' || char(10) || '2' || char(9) || '2025-01-02'"],
    target: ["'2025-01-01'", "'2025-01-02'"],
  },
  {
    what: 'zeros that end no fraction',
    type: timestamp,
    source: ["'2025-09-07 07:00:00.5'", "'2025-09-07 07:00:1200'"],
    target: ["'2025-09-07 07:00:00.5'", "'2025-09-07 07:00:12'"],
  },
];

describe.each(servers())('verification on PostgreSQL $version tells apart', (server) => {
  test.each(lookalikes)('$what', async ({ type, source, target }) => {
    await using database = await freshDatabase(server);
    const type_ = type.name === 'varchar' ? `varchar(${type.length})` : type.name;
    const values = target.map((value, index) => `(${index + 1}, ${value})`);
    await database.client.query(
      `CREATE TABLE t (id bigint PRIMARY KEY, v ${type_}); INSERT INTO t VALUES ${values.join(', ')}`,
    );
    const db = sourceOf(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (v) VALUES ${source.map((value) => `(${value})`).join(', ')}`,
    );
    const plan = planOf([table('t', ['id'], [column('id', { name: 'bigint' }), column('v', type)])]);
    const { verified, mismatches } = await verifyOne({ db, plan, target: database.target });
    expect(verified).toBe(false);
    expect(mismatches).not.toEqual([]);
  });
});

test.each<{ type: TargetType; values: readonly string[] }>([
  {
    type: { name: 'bigint' },
    values: ['-9223372036854775808', '9223372036854775807', 'NULL', '-129', '70000'],
  },
  { type: { name: 'boolean' }, values: ['1', '0', 'NULL'] },
  { type: text, values: ["''", "'a'", 'NULL', "'حضر'", "'a\\' || char(8, 9, 10, 11, 12, 13)", "'😀'"] },
  { type: { name: 'date' }, values: ["'2025-09-07'", 'NULL'] },
  { type: { name: 'time' }, values: ["'07:30:00.000'", "'07:30:00'", "'07:30:00.120'"] },
  { type: timestamp, values: ["'2025-09-07 07:00:00'", 'NULL'] },
  {
    type: timestamp,
    values: ["'2025-09-07T07:00:00.000000'", "'2025-09-07T07:00:00.120000'", "'2025-09-07 07:00:00'"],
  },
  { type: { name: 'uuid' }, values: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"] },
])(
  '$type.name like $values.0 is written from the pages to the very lines that each value gives',
  async ({ type, values }) => {
    const db = sourceOf(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (v) VALUES ${values.map((value) => `(${value})`).join(', ')}`,
    );
    const plan = planOf([table('t', ['id'], [column('id', { name: 'bigint' }), column('v', type)])]);
    const input = inputOf({ db, plan, target: nowhere });
    const context = { signal: new AbortController().signal, advance: () => undefined };
    const digest = (await digestSource(input, context)).get('t');
    const [pair] = tablePairs(input.source, plan);
    if (digest?.kind !== 'ordered' || pair === undefined) throw new Error('The table has a key');
    const source = sourceReading(input, pair, digest.key);
    expect(digest.blocks.map(({ exact }) => exact)).toEqual([false]);
    expect(digest.blocks).toEqual(
      digest.blocks.map(({ span }) => ({ ...digestRows(span, source.cells(span), source), exact: false })),
    );
  },
);

test.each<{ type: TargetType; values: string }>([
  { type: text, values: "('a'), (0.1 + 0.2)" },
  { type: text, values: "('a'), (x'61')" },
  { type: text, values: `('${'a'.repeat(6000)}')` },
  { type: { name: 'bigint' }, values: "(1), ('12')" },
  { type: { name: 'boolean' }, values: '(1), (1.0)' },
])('a column of $type.name with $values is read value by value', async ({ type, values }) => {
  const db = sourceOf(`CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t (v) VALUES ${values}`);
  const plan = planOf([table('t', ['id'], [column('id', { name: 'bigint' }), column('v', type)])]);
  const context = { signal: new AbortController().signal, advance: () => undefined };
  const digest = (await digestSource(inputOf({ db, plan, target: nowhere }), context)).get('t');
  expect(digest).toMatchObject({ kind: 'ordered', blocks: [{ exact: true }] });
});

test('only the blocks with a row that is kept out, or a value that is left out, are read value by value', async () => {
  const db = sourceOf(`CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO t SELECT i, 'x' FROM n`);
  const plan = planOf([table('t', ['id'], [column('id', { name: 'bigint' }), column('v', text)])]);
  const keep = {
    ...allRows,
    keepSql: () => 'id <> 1500',
    valueSql: (_: unknown, name: string) => (name === 'v' ? 'iif(id = 3500, NULL, "v")' : `"${name}"`),
  };
  const context = { signal: new AbortController().signal, advance: () => undefined };
  const digest = (await digestSource(inputOf({ db, plan, target: nowhere, keep }), context)).get('t');
  if (digest?.kind !== 'ordered') throw new Error('The table has a key');
  expect(digest.blocks.map(({ rows, exact }) => [rows, exact])).toEqual([
    [1000, false],
    [999, true],
    [1000, false],
    [1000, true],
  ]);
});
