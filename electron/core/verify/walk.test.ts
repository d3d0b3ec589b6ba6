import { expect, test } from 'vitest';
import type { SourceFile } from '../../../shared/source.ts';
import { allRows } from '../source/row-filter.ts';
import { rowReader } from './source-rows.ts';
import { column, inputOf, planOf, sourceOf, table } from './testing/sides.ts';
import { storageOrder, walk } from './walk.ts';

const nowhere = {
  endpoint: { kind: 'tcp', host: '127.0.0.1', port: 1 },
  database: '',
  user: '',
  ssl: { mode: 'disable' },
} as const;

/** The rows of table t as the walk finds them: the first column's cells, block by block. */
function blocksOf(sql: string, encoding: SourceFile['encoding'] = 'UTF-8') {
  const db = sourceOf(sql, encoding);
  const planned = table('t', [], [column('a', { name: 'text' })]);
  const { source } = inputOf({ db, plan: planOf([planned]), target: nowhere });
  const [found] = source.tables;
  if (found === undefined) throw new Error('No table');
  const order = storageOrder(found);
  const read = rowReader(db, encoding, found, planned, allRows, order);
  return [...walk(db, found, order)].map((span) => read(span).map((row) => row[0]));
}

const numbers = (count: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

test('every row comes once, in order, with gaps between the rowids', () => {
  const blocks = blocksOf(`CREATE TABLE t(a); ${numbers(3500)} INSERT INTO t SELECT i FROM n;
    DELETE FROM t WHERE a BETWEEN 900 AND 1200`);
  const kept = Array.from({ length: 3500 }, (_, i) => i + 1).filter((i) => i < 900 || i > 1200);
  expect(blocks.flat()).toEqual(kept.map(BigInt));
  expect(Math.max(...blocks.map((block) => block.length))).toBe(1000);
});

test('large values make small blocks', () => {
  const blocks = blocksOf(`CREATE TABLE t(a); ${numbers(600)} INSERT INTO t SELECT zeroblob(50000) FROM n`);
  expect(blocks.flat()).toHaveLength(600);
  expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(20);
});

test.each(['UTF-8', 'UTF-16le'] as const)('keys that are no valid %s text bound their block', (encoding) => {
  const blocks = blocksOf(
    `CREATE TABLE t(a TEXT PRIMARY KEY, b BLOB) WITHOUT ROWID;
     ${numbers(300)} INSERT INTO t SELECT CAST(x'd8ff' || CAST(printf('%08d', i) AS BLOB) AS TEXT), zeroblob(90000) FROM n;`,
    encoding,
  );
  expect(blocks.flat()).toHaveLength(300);
  expect(blocks.length).toBeGreaterThan(10);
});

test('keys of several columns and types are walked without a rowid', () => {
  const blocks = blocksOf(`CREATE TABLE t(a, b TEXT COLLATE NOCASE, PRIMARY KEY (b, a)) WITHOUT ROWID;
    ${numbers(2500)} INSERT INTO t SELECT CASE i % 3 WHEN 0 THEN i WHEN 1 THEN i + 0.5 ELSE 'x' || i END,
      CASE i % 2 WHEN 0 THEN 'Same' ELSE 'same' END FROM n`);
  expect(new Set(blocks.flat()).size).toBe(2500);
  expect(blocks.flat()).toHaveLength(2500);
});

test('text that cannot be decoded is told from the replacement character', () => {
  const blocks = blocksOf(`CREATE TABLE t(a); INSERT INTO t VALUES ('a\ufffd'), (CAST(x'61ff' AS TEXT))`);
  expect(blocks.flat()).toEqual(['a\ufffd', { undecodable: Buffer.from([0x61, 0xff]) }]);
});

test('a table whose columns take all names of the rowid is read whole', () => {
  const blocks = blocksOf(
    `CREATE TABLE t(a, rowid, oid, _rowid_); ${numbers(5)} INSERT INTO t SELECT i, 0, 0, 0 FROM n`,
  );
  expect(blocks.flat()).toHaveLength(5);
});
