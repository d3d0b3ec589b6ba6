import { expect, it } from 'vitest';
import type { PlannedTable } from '../../../shared/plan.ts';
import { parentsFirst } from './parents-first.ts';

function table(name: string, ...parents: string[]): PlannedTable {
  return {
    name,
    rows: 0,
    columns: [],
    uniques: [],
    checks: [],
    indexes: [],
    foreignKeys: parents.map((parentTable) => ({
      name: `${name}_${parentTable}`,
      columns: ['x'],
      parentTable,
      parentColumns: ['id'],
      onUpdate: 'NO ACTION',
      onDelete: 'NO ACTION',
      deferrable: false,
      initiallyDeferred: false,
      orphans: 'stop',
    })),
  };
}

const order = (...tables: PlannedTable[]) => parentsFirst(tables).map(({ name }) => name);

it('puts each table behind those it refers to', () => {
  expect(
    order(table('mark', 'student', 'period'), table('student', 'class'), table('class'), table('period')),
  ).toEqual(['class', 'student', 'period', 'mark']);
});

it('loses no table to a circle or to a reference to itself', () => {
  expect(order(table('a', 'b'), table('b', 'a'), table('c', 'c'), table('d', 'gone')).toSorted()).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]);
});
