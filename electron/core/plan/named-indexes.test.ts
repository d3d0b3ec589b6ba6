import { expect, it } from 'vitest';
import type { PlannedColumn, PlannedTable } from '../../../shared/plan.ts';
import { planNamedIndexes } from './named-indexes.ts';

const uniqueName = 'idx_attendance_student_date_period';

function column(name: string): PlannedColumn {
  return { name, declaredType: 'INTEGER', type: { name: 'integer' }, notNull: true, badValues: 'stop' };
}

function table(name: string, columns: string[], rest: Partial<PlannedTable> = {}): PlannedTable {
  return {
    name,
    rows: 1,
    columns: columns.map(column),
    uniques: [],
    checks: [],
    indexes: [],
    foreignKeys: [],
    ...rest,
  };
}

const attendance = ['id', 'student_id', 'class_id', 'teacher_id', 'period', 'date'];

function outcomes(tables: PlannedTable[]): Map<string, string> {
  return new Map(planNamedIndexes(tables).namedIndexes.map(({ name, outcome }) => [name, outcome.kind]));
}

it('creates all four where nothing serves them yet', () => {
  const tables = [table('attendance', attendance), table('student', ['id', 'class_id'])];
  expect(new Set(outcomes(tables).values())).toEqual(new Set(['created']));
  const built = planNamedIndexes(tables).tables.flatMap(({ indexes }) =>
    indexes.map(({ parts }) => parts.join()),
  );
  expect(built).toContain('"period","class_id","teacher_id"');
  expect(built).toContain('"class_id"');
});

it('lets a unique key over exactly the columns bear the name', () => {
  const key = { name: 'uq', columns: ['student_id', 'date', 'period'], badKeys: 'stop' as const };
  const planned = planNamedIndexes([table('attendance', attendance, { uniques: [key] })]);
  expect(planned.tables[0]?.uniques[0]?.name).toBe(uniqueName);
  expect(planned.tables[0]?.indexes.map(({ name }) => name)).not.toContain(uniqueName);
});

it('builds its own where a unique key has the columns in another order', () => {
  const key = { name: 'uq', columns: ['date', 'student_id', 'period'], badKeys: 'stop' as const };
  expect(outcomes([table('attendance', attendance, { uniques: [key] })]).get(uniqueName)).toBe('created');
});

it('says when a wider index covers it, and when only a part of the rows is covered', () => {
  const wide = {
    name: 'wide',
    unique: false,
    parts: ['"date"', '"class_id"', '"id"'],
    reason: '',
    origin: 'source' as const,
  };
  const covered = outcomes([table('attendance', attendance, { indexes: [wide] })]);
  expect(covered.get('idx_attendance_date_class')).toBe('covered');
  const partial = outcomes([table('attendance', attendance, { indexes: [{ ...wide, where: '"id" > 5' }] })]);
  expect(partial.get('idx_attendance_date_class')).toBe('created');
});

it('says when table or column are missing', () => {
  expect(Object.fromEntries(outcomes([table('attendance', ['id', 'date'])]))).toEqual({
    idx_attendance_period_class_teacher: 'columns missing',
    idx_attendance_student_date_period: 'columns missing',
    idx_attendance_date_class: 'columns missing',
    idx_student_class: 'table missing',
  });
});

it('takes an index for its own by its columns, not by its name', () => {
  const name = 'idx_student_class';
  const own = { name, unique: false, reason: '', origin: 'source' as const };
  const of = (parts: string[], rest = {}) => {
    const tables = [table('student', ['id', 'class_id'], { indexes: [{ ...own, parts, ...rest }] })];
    const planned = planNamedIndexes(tables);
    expect(planned.tables).toEqual(tables);
    return planned.namedIndexes.find((index) => index.name === name)?.outcome;
  };
  expect(of(['"class_id" DESC'])).toEqual({ kind: 'in source' });
  expect(of(['"id"'])).toEqual({ kind: 'name taken', over: 'student ("id")' });
  expect(of(['"class_id"'], { where: '"id" > 5' })).toMatchObject({ kind: 'name taken' });
});
