import { expect, test } from 'vitest';
import type { SourceTable } from '../../../shared/source.ts';
import { boxHeight, layOut } from './lay-out.ts';

function table(name: string, ...parents: string[]): SourceTable {
  return {
    name,
    kind: 'table',
    sql: '',
    withoutRowid: false,
    strict: false,
    rows: 0,
    columns: [{ name: 'id', declaredType: 'INTEGER', notNull: false }],
    indexes: [],
    foreignKeys: parents.map((parentTable) => ({
      columns: [`${parentTable}_id`],
      parentTable,
      parentColumns: ['id'],
      parentExists: parentTable !== 'nowhere',
      onUpdate: 'NO ACTION',
      onDelete: 'NO ACTION',
      deferrable: false,
      initiallyDeferred: false,
    })),
    checks: [],
  };
}

function place(tables: readonly SourceTable[], name: string) {
  const box = layOut(tables).boxes.find((candidate) => candidate.table.name === name);
  if (box === undefined) throw new Error(`${name} is not in the picture`);
  return box;
}

test('what is referred to stands before what refers to it', () => {
  const tables = [
    table('attendance', 'student', 'period'),
    table('student', 'class'),
    table('class'),
    table('period'),
  ];
  expect(place(tables, 'class').x).toBe(0);
  expect(place(tables, 'period').x).toBe(0);
  expect(place(tables, 'student').x).toBeGreaterThan(place(tables, 'class').x);
  expect(place(tables, 'attendance').x).toBeGreaterThan(place(tables, 'student').x);
});

test('a circle of references, and a table that refers to itself, end', () => {
  const tables = [table('one', 'other'), table('other', 'one'), table('own', 'own')];
  expect(layOut(tables).boxes).toHaveLength(3);
  expect(layOut(tables).arrows).toHaveLength(3);
});

test('a reference to nothing is no arrow', () => {
  expect(layOut([table('student', 'nowhere')]).arrows).toEqual([]);
});

test('no two tables of a column lie on each other', () => {
  const { boxes } = layOut(['a', 'b', 'c'].map((name) => table(name)));
  const tops = boxes.map(({ y }) => y).sort((one, other) => one - other);
  for (const [index, top] of tops.entries()) {
    if (index > 0) expect(top - (tops[index - 1] ?? 0)).toBeGreaterThan(boxHeight);
  }
});

test('an empty file has an empty picture', () => {
  expect(layOut([])).toMatchObject({ boxes: [], arrows: [] });
});
