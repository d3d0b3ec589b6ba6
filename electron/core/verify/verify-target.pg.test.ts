import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { PlannedColumn } from '../../../shared/plan.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import type { RowFilter } from '../source/row-filter.ts';
import { digestSource } from './digest-source.ts';
import { column, inputOf, planOf, sourceOf, table, verifyOne } from './testing/sides.ts';
import { verifyTarget } from './verify-target.ts';

const rows = 2500;

/** The same rows on both sides, each side's SQL making them by itself. */
const sourceSql = `
  CREATE TABLE t(id INTEGER PRIMARY KEY, status VARCHAR(20), remark TEXT, score REAL, day DATE, at DATETIME,
    instant DATETIME, ok BOOLEAN, extra JSON, photo BLOB, price DECIMAL(8,2));
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
  INSERT INTO t SELECT i, CASE i % 3 WHEN 0 THEN 'late' ELSE 'present' END,
    CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'r' || i || char(10) || 'حمى \\' || char(9) END, i * 0.1,
    date('2025-09-01', (i % 200) || ' days'), datetime('2025-09-01 07:00:00', i || ' minutes') || '.000250',
    datetime('2025-09-01 07:00:00', i || ' minutes'), i % 2, '{"b": ' || i || '.10, "a": ["x"]}',
    CAST('photo' || i AS BLOB), i * 0.25 FROM n`;
const targetSql = `
  CREATE TABLE t(id bigint PRIMARY KEY, status varchar(20), remark text, score double precision, day date,
    at timestamp, instant timestamptz, ok boolean, extra jsonb, photo bytea, price numeric(8,2));
  INSERT INTO t SELECT i, CASE i % 3 WHEN 0 THEN 'late' ELSE 'present' END,
    CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'r' || i || chr(10) || 'حمى \\' || chr(9) END, i * 0.1::float8,
    date '2025-09-01' + i % 200, timestamp '2025-09-01 07:00:00.00025' + i * interval '1 minute',
    timestamptz '2025-09-01 04:00:00+00' + i * interval '1 minute', i % 2 = 1,
    ('{"b": ' || i || '.10, "a": ["x"]}')::jsonb, convert_to('photo' || i, 'UTF8'), i * 0.25
    FROM generate_series(1, ${rows}) AS i`;

const columns: PlannedColumn[] = [
  column('id', { name: 'bigint' }),
  column('status', { name: 'varchar', length: 20 }),
  column('remark', { name: 'text' }),
  column('score', { name: 'double precision' }),
  column('day', { name: 'date' }),
  column('at', { name: 'timestamp' }),
  column('instant', { name: 'timestamptz' }),
  column('ok', { name: 'boolean' }),
  column('extra', { name: 'jsonb' }),
  column('photo', { name: 'bytea' }),
  column('price', { name: 'decimal', precision: 8, scale: 2 }),
];
const keyed = planOf([table('t', ['id'], columns)], 'Asia/Qatar');
const keyless = planOf([table('t', [], columns)], 'Asia/Qatar');

describe.each(servers())('PostgreSQL $version', (server) => {
  test.each([
    ['a key', keyed],
    ['no key', keyless],
  ])('equal contents are verified with %s', async (_, plan) => {
    await using database = await prepared(server);
    const outcome = await verifyOne({ db: sourceOf(sourceSql), plan, target: database.target });
    expect(outcome).toMatchObject({ verified: true, targetRows: rows, mismatches: [] });
    expect(outcome.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  const value = (id: number, name: string, source: string, target: string) => ({
    kind: 'value',
    key: `id=${id}`,
    column: name,
    source,
    target,
  });

  test.each([
    [
      'a changed character',
      "UPDATE t SET remark = replace(remark, 'r', 'R') WHERE id = 1234 + 4",
      [value(1238, 'remark', "'r1238\nحمى \\\t'", "'R1238\nحمى \\\t'")],
    ],
    [
      'a changed digit',
      'UPDATE t SET price = price + 0.01 WHERE id = 2500',
      [value(2500, 'price', '625.00', '625.01')],
    ],
    [
      'the last bit of a float',
      "UPDATE t SET score = '0.10000000000000002' WHERE id = 1",
      [value(1, 'score', '0.1', '0.10000000000000002')],
    ],
    [
      'values swapped between two rows',
      "UPDATE t SET status = CASE id WHEN 999 THEN 'present' ELSE 'late' END WHERE id IN (999, 1000)",
      [value(999, 'status', "'late'", "'present'"), value(1000, 'status', "'present'", "'late'")],
    ],
    ['NULL for an empty text', 'UPDATE t SET remark = NULL WHERE id = 5', [value(5, 'remark', "''", 'NULL')]],
    ['an empty text for NULL', "UPDATE t SET remark = '' WHERE id = 8", [value(8, 'remark', 'NULL', "''")]],
    [
      'a shifted hour',
      "UPDATE t SET instant = instant + interval '3 hours' WHERE id = 60",
      [value(60, 'instant', '2025-09-01 05:00:00+00', '2025-09-01 08:00:00+00')],
    ],
    [
      'a truncated microsecond',
      "UPDATE t SET at = date_trunc('milliseconds', at) WHERE id = 2",
      [value(2, 'at', '2025-09-01 07:02:00.00025', '2025-09-01 07:02:00')],
    ],
    [
      'a trailing blank',
      "UPDATE t SET status = status || ' ' WHERE id = 7",
      [value(7, 'status', "'present'", "'present '")],
    ],
    [
      'a number in jsonb',
      `UPDATE t SET extra = jsonb_set(extra, '{b}', '77.11') WHERE id = 77`,
      [value(77, 'extra', '{"a": ["x"], "b": 77.10}', '{"a": ["x"], "b": 77.11}')],
    ],
    [
      'a byte of a bytea',
      'UPDATE t SET photo = set_byte(photo, 0, 80) WHERE id = 3',
      [value(3, 'photo', '\\x70686f746f33', '\\x50686f746f33')],
    ],
    ['another day', 'UPDATE t SET day = day + 1 WHERE id = 9', [value(9, 'day', '2025-09-10', '2025-09-11')]],
    ['another truth', 'UPDATE t SET ok = NOT ok WHERE id = 4', [value(4, 'ok', 'f', 't')]],
    [
      'lost rows at both ends and within',
      'DELETE FROM t WHERE id IN (1, 1000, 1001, 2500)',
      [
        ...[1, 1000, 1001, 2500].map((id) => ({ kind: 'missing row', key: `id=${id}` })),
        { kind: 'count', source: '2500', target: '2496' },
      ],
    ],
    [
      'extra rows at both ends',
      'INSERT INTO t (id) VALUES (-5), (99999)',
      [
        { kind: 'extra row', key: 'id=-5' },
        { kind: 'extra row', key: 'id=99999' },
        { kind: 'count', source: '2500', target: '2502' },
      ],
    ],
    [
      'a row under another key',
      'UPDATE t SET id = 5000 WHERE id = 1500',
      [
        { kind: 'missing row', key: 'id=1500' },
        { kind: 'extra row', key: 'id=5000' },
      ],
    ],
    [
      'a doubled row where the key was dropped',
      'ALTER TABLE t DROP CONSTRAINT t_pkey; INSERT INTO t SELECT * FROM t WHERE id = 1000',
      [
        { kind: 'doubled row', key: 'id=1000' },
        { kind: 'count', source: '2500', target: '2501' },
      ],
    ],
    [
      'a dropped column',
      'ALTER TABLE t DROP COLUMN ok',
      [{ kind: 'column', column: 'ok' }, { kind: 'count' }],
    ],
    ['a dropped table', 'DROP TABLE t', [{ kind: 'table' }, { kind: 'count', target: '0' }]],
  ])('%s is named', async (_, fault, expected) => {
    await using database = await prepared(server);
    await database.client.query(fault);
    const outcome = await verifyOne({ db: sourceOf(sourceSql), plan: keyed, target: database.target });
    expect(outcome.verified).toBe(false);
    expect(outcome.mismatches).toEqual(expected.map((mismatch) => expect.objectContaining(mismatch)));
    expect(outcome.mismatchCount).toBe(expected.length);
  });

  test.each([
    [
      'a changed character',
      "UPDATE t SET status = 'Present' WHERE id = 1234",
      [{ kind: 'value', key: 'rowid=1234', column: 'status', source: "'present'", target: "'Present'" }],
    ],
    [
      'a lost row',
      'DELETE FROM t WHERE id = 17',
      [
        { kind: 'missing row', key: 'rowid=17' },
        { kind: 'count', target: '2499' },
      ],
    ],
    [
      'a doubled row',
      'ALTER TABLE t DROP CONSTRAINT t_pkey; INSERT INTO t SELECT * FROM t WHERE id = 17',
      [
        { kind: 'doubled row', target: expect.stringContaining('17, ') },
        { kind: 'count', target: '2501' },
      ],
    ],
    [
      'a foreign row',
      'INSERT INTO t (id) VALUES (-5)',
      [{ kind: 'extra row', target: expect.stringContaining('-5, NULL') }, { kind: 'count' }],
    ],
    [
      'one row lost and another doubled',
      'DELETE FROM t WHERE id = 3; ALTER TABLE t DROP CONSTRAINT t_pkey; INSERT INTO t SELECT * FROM t WHERE id = 2',
      [{ kind: 'doubled row' }, { kind: 'missing row', key: 'rowid=3' }],
    ],
  ])('without a key, %s is named', async (_, fault, expected) => {
    await using database = await prepared(server);
    await database.client.query(fault);
    const outcome = await verifyOne({ db: sourceOf(sourceSql), plan: keyless, target: database.target });
    expect(outcome.mismatches).toEqual(expected.map((mismatch) => expect.objectContaining(mismatch)));
  });

  test('one changed character in a million rows', { timeout: 120_000 }, async () => {
    await using database = await freshDatabase(server);
    await database.client.query(`
      CREATE TABLE t(id bigint PRIMARY KEY, remark text);
      INSERT INTO t SELECT i, 'remark ' || i FROM generate_series(1, 1000000) AS i;
      UPDATE t SET remark = 'remarc 765432' WHERE id = 765432; ANALYZE t`);
    const db = sourceOf(`CREATE TABLE t(id INTEGER PRIMARY KEY, remark TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
      INSERT INTO t SELECT i, 'remark ' || i FROM n`);
    const plan = planOf([
      table(
        't',
        ['id'],
        columns.filter(({ name }) => name === 'id' || name === 'remark'),
      ),
    ]);
    const outcome = await verifyOne({ db, plan, target: database.target });
    expect(outcome.mismatches).toEqual([
      { table: 't', ...value(765432, 'remark', "'remark 765432'", "'remarc 765432'") },
    ]);
  });

  test('a fault in every row is counted and the first hundred listed', async () => {
    await using database = await prepared(server);
    await database.client.query('UPDATE t SET score = score + 1');
    const outcome = await verifyOne({ db: sourceOf(sourceSql), plan: keyed, target: database.target });
    expect(outcome.mismatchCount).toBe(rows);
    expect(outcome.mismatches).toHaveLength(100);
  });

  test('rows kept out and values set to NULL are left out of the comparison, and no others', async () => {
    await using database = await prepared(server);
    await database.client.query('DELETE FROM t WHERE id = 1100; UPDATE t SET status = NULL WHERE id = 1200');
    const keep: RowFilter = {
      keepSql: () => 'rowid <> 1100',
      valueSql: (_, name) => (name === 'status' ? 'CASE WHEN id <> 1200 THEN status END' : `"${name}"`),
      quarantined: () => 1,
      repaired: () => 1,
    };
    const sides = { db: sourceOf(sourceSql), plan: keyed, target: database.target };
    expect(await verifyOne({ ...sides, keep })).toMatchObject({ verified: true, targetRows: rows - 1 });
    expect((await verifyOne({ ...sides, keep: { ...keep, quarantined: () => 2 } })).mismatches).toEqual([
      { table: 't', kind: 'count', source: '2498', target: '2499' },
    ]);
  });

  test('an abort ends both readings within a second', async () => {
    await using database = await freshDatabase(server);
    await database.client.query(`CREATE TABLE t(id bigint, remark text);
      INSERT INTO t SELECT i, repeat('x', 20) || i FROM generate_series(1, 400000) AS i`);
    const db = sourceOf(`CREATE TABLE t(id INTEGER PRIMARY KEY, remark TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
      INSERT INTO t SELECT i, 'xxxxxxxxxxxxxxxxxxxx' || i FROM n`);
    const plan = planOf([
      table(
        't',
        ['id'],
        columns.filter(({ name }) => name === 'id' || name === 'remark'),
      ),
    ]);
    const input = inputOf({ db, plan, target: database.target });
    const never = { signal: new AbortController().signal, advance: () => undefined };
    const digests = await digestSource(input, never);
    await expectQuickEnd((context) => digestSource(input, context), 50);
    await expectQuickEnd((context) => verifyTarget(input, digests, context), 100);
    await expectNoStatements(database.client);
  });
});

async function prepared(server: Parameters<typeof freshDatabase>[0]): Promise<FreshDatabase> {
  const database = await freshDatabase(server);
  await database.client.query(targetSql);
  return database;
}

async function expectQuickEnd(
  work: (context: { signal: AbortSignal; advance: () => void }) => Promise<unknown>,
  delay: number,
): Promise<void> {
  const controller = new AbortController();
  const running = work({ signal: controller.signal, advance: () => undefined });
  let aborted = 0;
  setTimeout(() => {
    aborted = performance.now();
    controller.abort();
  }, delay);
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(aborted).toBeGreaterThan(0);
  expect(performance.now() - aborted).toBeLessThan(1000);
}

/** The server takes a moment to end a session. */
async function expectNoStatements(client: pg.Client): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await client.query(
        `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      return rows;
    })
    .toEqual([]);
}
