import { expect, test } from 'vitest';
import { goesAlong } from './goes-along.ts';

const to = (parentTable: string, orphans: 'stop' | 'quarantine' | 'set null' = 'stop') => ({
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
