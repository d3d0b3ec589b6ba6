import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { SourceTable } from '../../../shared/source.ts';
import { understand } from '../../testing/understand.ts';
import { blocks, rowKeySql } from './blocks.ts';
import { quoteName } from './quote.ts';

/** Row keys of each block, after checking that the blocks say their own size. */
function walk(db: Database, table: SourceTable, rowsPerBlock: number): string[][] {
  return [...blocks(db, table, rowsPerBlock)].map((block) => {
    const sql = `SELECT CAST(${rowKeySql(table)} AS TEXT) FROM ${quoteName(table.name)} WHERE ${block.where}`;
    const keys = db
      .prepare<unknown[], string>(sql)
      .pluck()
      .all(...block.params);
    expect(keys.length).toBe(block.rows);
    expect(block.rows).toBeLessThanOrEqual(rowsPerBlock);
    return keys;
  });
}

/** Every row is in one block, whatever the size of the blocks. */
function expectAllRows(db: Database, table: SourceTable): void {
  const all = db
    .prepare<[], string>(`SELECT CAST(${rowKeySql(table)} AS TEXT) FROM ${quoteName(table.name)}`)
    .pluck()
    .all();
  expect(new Set(all).size).toBe(all.length);
  for (const rowsPerBlock of [1, 2, 3, all.length, all.length + 1]) {
    const walked = walk(db, table, rowsPerBlock);
    expect(walked.flat().toSorted()).toEqual(all.toSorted());
    expect(walked.length).toBe(Math.ceil(all.length / rowsPerBlock));
  }
}

test('rowids with gaps and at the ends of 64 bits', async () => {
  await using made = await understand(`
    CREATE TABLE t (id INTEGER PRIMARY KEY);
    INSERT INTO t VALUES (-9223372036854775808), (-5), (0), (1), (9007199254740993), (9223372036854775806), (9223372036854775807)`);
  expectAllRows(made.db, made.table('t'));
  expect(walk(made.db, made.table('t'), 2)[2]).toEqual(['9007199254740993', '9223372036854775806']);
});

test('an empty table has no block', async () => {
  await using made = await understand('CREATE TABLE t (a)');
  expect([...blocks(made.db, made.table('t'), 5)]).toEqual([]);
});

test.each([
  ['rowid', 'rowid TEXT', '"_rowid_"'],
  ['rowid and _rowid_', 'ROWID, _RowId_', '"oid"'],
  ['all names, the key among them', 'rowid, oid, _rowid_ INTEGER PRIMARY KEY', '"_rowid_"'],
])('columns that hide %s', async (_, columns, key) => {
  await using made = await understand(
    `CREATE TABLE t (x, ${columns}); INSERT INTO t (x) VALUES ('a'), ('b'), ('c'), ('d')`,
  );
  const table = made.table('t');
  expect(rowKeySql(table)).toBe(key);
  expect(walk(made.db, table, 3)).toEqual([['1', '2', '3'], ['4']]);
});

test('columns that hide every name of the rowid make one block', async () => {
  await using made = await understand(
    "CREATE TABLE t (rowid, oid, _rowid_); INSERT INTO t VALUES (1, 'a', x'00'), (2, NULL, 0.5)",
  );
  expect([...blocks(made.db, made.table('t'), 1)]).toEqual([{ where: 'TRUE', params: [], rows: 2 }]);
  const keys = made.db
    .prepare(`SELECT ${rowKeySql(made.table('t'))} FROM t`)
    .pluck()
    .all();
  expect(keys).toEqual(["1,'a',X'00'", '2,NULL,0.5']);
});

test('keys of several columns without a rowid', async () => {
  await using made = await understand(`
    CREATE TABLE t (a TEXT, b INTEGER, c, PRIMARY KEY (b, a)) WITHOUT ROWID;
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
      INSERT INTO t SELECT 'k' || (i % 3), i / 3, i FROM n`);
  expectAllRows(made.db, made.table('t'));
  expect(walk(made.db, made.table('t'), 4)[0]).toEqual(["0,'k0'", "0,'k1'", "0,'k2'", "1,'k0'"]);
});

test('keys of all storage classes in one column', async () => {
  await using made = await understand(`
    CREATE TABLE t (k PRIMARY KEY, v) WITHOUT ROWID;
    INSERT INTO t (k) VALUES (1), (2.5), (-3), ('1'), (''), ('a' || char(0) || 'b'), ('ä'), ('😀'), (x''), (x'00ff'), (9007199254740993)`);
  expectAllRows(made.db, made.table('t'));
});

test('keys that are not valid UTF-8', async () => {
  await using made = await understand(`
    CREATE TABLE t (k PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE named (k TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
    INSERT INTO t VALUES (CAST(x'61ff' AS TEXT)), (CAST(x'61fe' AS TEXT)), (CAST(x'80' AS TEXT)), (CAST(x'efbfbd' AS TEXT)), (7), ('z'), (x'ff');
    INSERT INTO named SELECT k FROM t`);
  const count = (sql: string, params: readonly unknown[]) =>
    made.db
      .prepare(sql)
      .pluck()
      .get(...params);
  for (const name of ['t', 'named']) {
    const sizes = [...blocks(made.db, made.table(name), 1)].map((block) =>
      count(`SELECT count(*) FROM ${name} WHERE ${block.where}`, block.params),
    );
    expect(sizes).toEqual([1, 1, 1, 1, 1, 1, 1]);
  }
});

test('keys with collations and descending order', async () => {
  await using made = await understand(`
    CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT, c INT, PRIMARY KEY (a, b COLLATE RTRIM DESC, c DESC)) WITHOUT ROWID;
    INSERT INTO t VALUES ('B', 'x ', 1), ('a', 'x', 1), ('A', 'x', 2), ('b', 'y', 1), ('C', '', 0), ('c', '', 1)`);
  expectAllRows(made.db, made.table('t'));
});

test('UTF-16 keys', async () => {
  await using made = await understand(`
    PRAGMA encoding = 'UTF-16le';
    CREATE TABLE t (k TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO t VALUES ('ا'), ('😀'), ('z'), (CAST(x'00d8' AS TEXT)), ('￿')`);
  const sizes = [...blocks(made.db, made.table('t'), 2)].map(({ rows }) => rows);
  expect(sizes).toEqual([2, 2, 1]);
  expectAllRows(made.db, made.table('t'));
});

test('bounds are found along the key, not by reading and sorting the table', async () => {
  await using made = await understand(`
    CREATE TABLE t (id INTEGER PRIMARY KEY, x);
    CREATE TABLE w (a TEXT, b INT, x, PRIMARY KEY (a, b)) WITHOUT ROWID;
    INSERT INTO t (x) VALUES (1), (2), (3); INSERT INTO w VALUES ('a', 1, 1), ('a', 2, 1), ('b', 1, 1)`);
  for (const name of ['t', 'w']) {
    const [, second] = blocks(made.db, made.table(name), 1);
    const plan = made.db
      .prepare<unknown[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT x FROM ${name} WHERE ${second?.where}`,
      )
      .all(...(second?.params ?? []));
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching(`^SEARCH ${name} USING`)]);
  }
});

test('virtual tables', async () => {
  await using made = await understand(`
    CREATE VIRTUAL TABLE words USING fts5(a, b);
    CREATE VIRTUAL TABLE old USING fts4(a);
    CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, +label);
    INSERT INTO words (rowid, a) VALUES (3, 'x'), (9, 'y'), (12, 'z');
    INSERT INTO old (a) VALUES ('x'), ('y'), ('z');
    INSERT INTO boxes VALUES (5, 1, 2, 'a'), (2, 0, 0, 'b'), (900, 0, 0, 'c')`);
  for (const name of ['words', 'old', 'boxes']) expectAllRows(made.db, made.table(name));
});
