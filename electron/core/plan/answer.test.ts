import { describe, expect, test } from 'vitest';
import type { Finding, Resolution } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import { answerFindings } from './answer.ts';
import { planSql } from './plan-sql.ts';
import { unansweredBlockers } from './resolve.ts';

const column = { declaredType: '', notNull: false, badValues: 'stop' } as const;
const base: Plan = {
  format: 'rollcall-plan-1',
  source: { name: 'app.db', schemaSha256: '0'.repeat(64) },
  tables: [
    {
      name: 'student',
      rows: 2,
      columns: [
        { ...column, name: 'id', type: { name: 'bigint' }, notNull: true },
        { ...column, name: 'seats', type: { name: 'integer' } },
        { ...column, name: 'name', type: { name: 'text' }, notNull: true },
        { ...column, name: 'class_id', type: { name: 'bigint' } },
      ],
      primaryKey: { name: 'student_pkey', columns: ['id'], badKeys: 'stop' },
      uniques: [{ name: 'student_name_key', columns: ['name'], badKeys: 'stop' }],
      checks: [],
      indexes: [
        {
          name: 'student_desc',
          unique: true,
          parts: ['"name" DESC'],
          key: { columns: ['name'], badKeys: 'stop' },
          reason: 'was in the source',
          origin: 'source',
        },
      ],
      foreignKeys: [
        {
          name: 'student_class_fkey',
          columns: ['class_id'],
          parentTable: 'student',
          parentColumns: ['id'],
          onUpdate: 'NO ACTION',
          onDelete: 'CASCADE',
          deferrable: false,
          initiallyDeferred: false,
          orphans: 'stop',
        },
      ],
    },
  ],
  views: [{ name: 'all_students', sql: 'SELECT 1' }],
  namedIndexes: [],
  notCarried: [],
};

function finding(code: string, of: string): Finding {
  return {
    code,
    severity: 'blocker',
    table: 'student',
    column: of,
    count: 1,
    samples: [],
    resolutions: ['quarantine', 'stop'],
    sentence: '',
  };
}

function choose(plan: Plan, ...choices: [Finding, Resolution][]): Plan {
  return answerFindings(
    plan,
    base,
    choices.map(([finding, resolution]) => ({ finding, resolution })),
  );
}

const orphan = finding('orphan', 'class_id');
const bad = finding('text-in-number', 'seats');
const missing = finding('null-in-required', 'name');
const twin = finding('duplicate-key', 'name');

describe('a choice', () => {
  test.each([
    [orphan, 'quarantine'],
    [orphan, 'set null'],
    [bad, 'quarantine'],
    [bad, 'set null'],
    [twin, 'quarantine'],
    [missing, 'quarantine'],
  ] as const)('answers the finding %o with %s', (found, resolution) => {
    expect(unansweredBlockers([found], base)).toEqual([found]);
    expect(unansweredBlockers([found], choose(base, [found, resolution]))).toEqual([]);
  });

  test('to stop is no answer', () => {
    const answered = choose(base, [orphan, 'quarantine'], [twin, 'quarantine'], [bad, 'quarantine']);
    expect(choose(answered, [orphan, 'stop'], [twin, 'stop'], [bad, 'stop'])).toEqual(base);
  });

  test('to leave a reference out lists it, and can be taken back', () => {
    const without = choose(base, [orphan, 'drop constraint']);
    expect(without.tables[0]?.foreignKeys).toEqual([]);
    expect(without.notCarried).toMatchObject([
      { kind: 'foreign key', name: 'student_class_fkey', table: 'student', code: 'chosen' },
    ]);
    expect(choose(without, [orphan, 'drop constraint']).notCarried).toHaveLength(1);
    expect(choose(without, [orphan, 'stop'])).toEqual(base);
  });

  test('to let a value be missing lists that, and can be taken back', () => {
    const without = choose(base, [missing, 'drop constraint']);
    expect(without.tables[0]?.columns[2]).toMatchObject({ name: 'name', notNull: false });
    expect(without.notCarried).toMatchObject([{ kind: 'not null', name: 'name', code: 'chosen' }]);
    expect(choose(without, [missing, 'stop'])).toEqual(base);
  });

  test('to keep a column as text can be taken back', () => {
    const kept = choose(base, [bad, 'keep as text']);
    expect(kept.tables[0]?.columns[1]).toMatchObject({ type: { name: 'text' } });
    expect(choose(kept, [bad, 'stop'])).toEqual(base);
  });

  test('leaves a type alone that the person chose', () => {
    const [table] = base.tables;
    if (!table) throw new Error('The plan has no table.');
    const columns = table.columns.map((one) =>
      one.name === 'seats' ? { ...one, type: { name: 'smallint' as const } } : one,
    );
    const edited = { ...base, tables: [{ ...table, columns }] };
    expect(choose(edited, [bad, 'quarantine']).tables[0]?.columns[1]).toMatchObject({
      type: { name: 'smallint' },
      badValues: 'quarantine',
    });
  });
});

test('the SQL of a plan makes tables, then keys, indexes, references and views', () => {
  const sql = planSql(base, 'school');
  const order = [
    'CREATE SCHEMA',
    'CREATE TABLE',
    'PRIMARY KEY',
    'UNIQUE INDEX',
    'FOREIGN KEY',
    'CREATE VIEW',
  ];
  const places = order.map((words) => sql.indexOf(words));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(planSql(base, 'public')).not.toContain('CREATE SCHEMA');
});
