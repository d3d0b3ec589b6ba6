import { expect, test } from 'vitest';
import { unlikeRows, unlikeValues } from './unlike-values.ts';

type Tables = Parameters<typeof unlikeRows>[0];

const holding = (...tables: Tables['tables']): Tables => ({ tables });
const attendance = (rows: number, inFile?: number) => ({
  table: 'attendance',
  rows,
  leftOut: [],
  ...(inFile === undefined ? {} : { inFile }),
});

test('a value that is another, is new or is gone is told; one that stayed is not', () => {
  const before = new Map([
    ['jit', 'on'],
    ['fsync', 'on'],
    ['wal_level', 'replica'],
  ]);
  const after = new Map([
    ['fsync', 'off'],
    ['jit', 'on'],
    ['autovacuum', 'on'],
  ]);
  expect(unlikeValues(before, after)).toEqual([
    { of: 'fsync', earlier: 'on', later: 'off' },
    { of: 'wal_level', earlier: 'replica', later: undefined },
    { of: 'autovacuum', earlier: undefined, later: 'on' },
  ]);
});

test('rows that became more on both sides alike are told once, else each side for itself', () => {
  expect(unlikeRows(holding(attendance(900, 900)), holding(attendance(1200, 1200)))).toEqual([
    { table: 'attendance', where: 'server', earlier: 900, later: 1200 },
  ]);
  expect(unlikeRows(holding(attendance(900, 900)), holding(attendance(900, 1200)))).toEqual([
    { table: 'attendance', where: 'file', earlier: 900, later: 1200 },
  ]);
});

test('a table that one of the two did not need is no difference', () => {
  expect(unlikeRows(holding(attendance(900)), holding())).toEqual([]);
  expect(unlikeRows(holding(), holding(attendance(900)))).toEqual([]);
  expect(unlikeRows(holding(attendance(900)), holding(attendance(900, 900)))).toEqual([]);
});
