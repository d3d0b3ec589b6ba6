import { expect, test } from 'vitest';
import { goesAlong, rowsAlong } from './goes-along.ts';

const to = (parentTable: string, orphans: 'stop' | 'quarantine' | 'set null' = 'stop') => ({
  name: `to ${parentTable}`,
  parentTable,
  orphans,
});

test('what refers to a row goes aside with it, and what refers to that', () => {
  const tables = [
    { name: 'excuse', foreignKeys: [to('attendance')] },
    { name: 'attendance', foreignKeys: [to('student'), to('period')] },
    { name: 'student', foreignKeys: [to('student', 'quarantine')] },
    { name: 'period', foreignKeys: [] },
  ];
  expect(goesAlong('student', tables)).toEqual(['attendance', 'excuse']);
  expect(goesAlong('excuse', tables)).toEqual([]);
});

test('a row whose reference is emptied instead stays', () => {
  const tables = [
    { name: 'student', foreignKeys: [] },
    { name: 'locker', foreignKeys: [to('student', 'set null')] },
  ];
  expect(goesAlong('student', tables)).toEqual([]);
});

const counted = [
  { table: 'attendance', rows: 1260 },
  { table: 'excuse', rows: 3 },
];
const school = (orphans: 'stop' | 'set null', excuses: boolean) => [
  { name: 'student', foreignKeys: [] },
  { name: 'attendance', foreignKeys: [to('student', orphans)] },
  { name: 'excuse', foreignKeys: excuses ? [to('attendance')] : [] },
  { name: 'fee', foreignKeys: [to('bank', orphans)] },
];
const before = school('stop', true);

test('the rows that go along are as many as were counted, while every reference is in place', () => {
  expect(rowsAlong('student', counted, before, before)).toEqual({ rows: counted, atMost: false });
  const elsewhere = before.map((table) =>
    table.name === 'fee' ? { name: 'fee', foreignKeys: [to('bank', 'set null')] } : table,
  );
  expect(rowsAlong('student', counted, before, elsewhere).atMost).toBe(false);
});

test('they are fewer where a reference is emptied or left out', () => {
  expect(rowsAlong('student', counted, before, school('set null', true))).toEqual({ rows: [], atMost: true });
  const [attendance] = counted;
  const without = rowsAlong('student', counted, before, school('stop', false));
  expect(without).toEqual({ rows: [attendance], atMost: true });
});
