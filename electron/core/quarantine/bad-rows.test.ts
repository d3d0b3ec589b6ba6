import { describe, expect, it } from 'vitest';
import type { QuarantineEntry } from '../../../shared/run.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { understand } from '../../testing/understand.ts';
import { BadRows } from './bad-rows.ts';

async function entriesOf(badRows: BadRows, table: SourceTable): Promise<QuarantineEntry[]> {
  const entries: QuarantineEntry[] = [];
  for await (const entry of badRows.entries([table], new AbortController().signal)) entries.push(entry);
  return entries;
}

describe.each([
  ['a rowid', "CREATE TABLE t (v); INSERT INTO t VALUES (1), (2), ('1')"],
  [
    'a key that stands for the rowid',
    'CREATE TABLE t (rowid TEXT, oid, _rowid_, v INTEGER PRIMARY KEY); INSERT INTO t (v) VALUES (1), (2), (3)',
  ],
  [
    'two columns, without a rowid',
    "CREATE TABLE t (a, v, PRIMARY KEY (v, a)) WITHOUT ROWID; INSERT INTO t VALUES (1, 1), (1, 2), ('1', '1')",
  ],
  [
    'columns called like those of a list',
    `CREATE TABLE t ("action" TEXT, row_key, v, PRIMARY KEY ("action", row_key)) WITHOUT ROWID;
     INSERT INTO t VALUES ('quarantined', 1, 1), ('quarantined', 2, 2), ('set null', 1, 3)`,
  ],
  ['their values alone', "CREATE TABLE t (rowid, oid, _rowid_, v); INSERT INTO t (v) VALUES (1), (2), ('1')"],
])('rows named by %s', (_, sql) => {
  it('are left out, replaced and listed, and no others', async () => {
    await using file = await understand(sql);
    const table = file.table('t');
    const badRows = new BadRows(file.db);
    expect([badRows.keepSql(table), badRows.valueSql(table, 'v')]).toEqual(['TRUE', '"v"']);
    expect(badRows.addWhere(table, 'v = 2', 'not wanted')).toBe(1);
    expect(badRows.addWhere(table, 'v = 2', 'once more')).toBe(0);
    expect(badRows.addWhere(table, "v = 1 AND typeof(v) = 'integer'", 'emptied', 'v')).toBe(1);
    const kept = file.db
      .prepare<[], [unknown, number]>(
        `SELECT v, ${badRows.valueSql(table, 'v')} IS NULL FROM t WHERE ${badRows.keepSql(table)}`,
      )
      .raw()
      .all();
    expect(kept).toContainEqual([1, 1]);
    expect(kept.filter(([, isNull]) => isNull === 1)).toHaveLength(1);
    expect([kept.length, badRows.quarantined('t'), badRows.repaired('t')]).toEqual([2, 1, 1]);
    const entries = await entriesOf(badRows, table);
    expect(entries.map(({ action, row, reason }) => [action, row['v'], reason])).toEqual([
      ['quarantined', 2, 'not wanted'],
      ['set null', 1, 'emptied'],
    ]);
  });
});

it('lists each entry once, in batches, with all of the row', async () => {
  await using file = await understand(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); WITH RECURSIVE n (i) AS
     (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) INSERT INTO t SELECT i, 9007199254740993, x'00ff' FROM n`,
  );
  const table = file.table('t');
  const badRows = new BadRows(file.db);
  badRows.addWhere(table, 'id % 2 = 0', 'even');
  for (const column of ['a', 'b']) badRows.addWhere(table, 'id % 2 = 1', 'odd', column);
  const entries = await entriesOf(badRows, table);
  expect(new Set(entries.map(({ key, column }) => `${key} ${column}`)).size).toBe(375);
  expect(entries[0]).toEqual({
    table: 't',
    key: '2',
    reason: 'even',
    action: 'quarantined',
    row: { id: 2, a: '9007199254740993', b: { base64: 'AP8=' } },
  });
});

it('takes no more time for a row of a long list than for one of a short list', async () => {
  await using file = await understand(
    `CREATE TABLE t (id INTEGER PRIMARY KEY); WITH RECURSIVE n (i) AS
     (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT i FROM n`,
  );
  const table = file.table('t');
  const badRows = new BadRows(file.db);
  badRows.addWhere(table, 'TRUE', 'all of them');
  const plan = file.db
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT * FROM t WHERE ${badRows.keepSql(table)}`)
    .all();
  expect(plan.map(({ detail }) => detail).join()).toContain('rollcall_key=?');
});

it('finds the rows of a table without rowids by its key, however many are on the list', async () => {
  const count = 12_000;
  await using file = await understand(
    `CREATE TABLE t (a TEXT COLLATE NOCASE, b, v, PRIMARY KEY (a, b)) WITHOUT ROWID;
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     INSERT INTO t SELECT 'it''s ' || (i / 3), CASE i % 3 WHEN 0 THEN i + 0.1 WHEN 1 THEN 'é' ELSE CAST(i AS BLOB) END, i FROM n`,
  );
  const table = file.table('t');
  const badRows = new BadRows(file.db);
  expect(badRows.addWhere(table, 'TRUE', 'not wanted')).toBe(count);
  const entries = await entriesOf(badRows, table);
  expect(new Set(entries.map(({ row }) => row['v'])).size).toBe(count);
});
