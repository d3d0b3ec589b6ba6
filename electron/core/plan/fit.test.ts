import { expect, it } from 'vitest';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import { understand } from '../../testing/understand.ts';
import { schemaDigest } from '../source/read-source.ts';
import { assertPlanFits } from './fit.ts';

const sql =
  'CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER)';

const [id, n, reference] = (['id', 'n', 'p'] as const).map((name) => ({
  name,
  declaredType: '',
  type: { name: 'bigint' as const },
  notNull: false,
  badValues: 'stop' as const,
}));

function planFor(source: Source, change: Partial<PlannedTable>): Plan {
  if (!id || !n || !reference) throw new Error('three columns are there');
  const bare = { rows: 0, uniques: [], checks: [], indexes: [], foreignKeys: [] };
  const key = { name: 'c_pkey', columns: ['id'], badKeys: 'stop' as const };
  return {
    format: 'rollcall-plan-1',
    source: { name: 'app.db', schemaSha256: schemaDigest(source) },
    tables: [
      { ...bare, name: 'p', columns: [id, n] },
      { ...bare, name: 'c', columns: [id, reference], primaryKey: key, ...change },
    ],
    views: [],
    namedIndexes: [],
    notCarried: [],
  };
}

const foreignKey: PlannedTable['foreignKeys'][number] = {
  name: 'c_p_fkey',
  columns: ['p'],
  parentTable: 'p',
  parentColumns: ['id'],
  onUpdate: 'NO ACTION',
  onDelete: 'NO ACTION',
  deferrable: false,
  initiallyDeferred: false,
  orphans: 'set null',
};

it('takes a plan for this file', async () => {
  await using file = await understand(sql);
  expect(() =>
    assertPlanFits(planFor(file.source, { foreignKeys: [foreignKey] }), file.source),
  ).not.toThrow();
});

const base = {
  declaredType: '',
  type: { name: 'text' as const },
  notNull: false,
  badValues: 'stop' as const,
};

it.each<[string, Partial<PlannedTable>]>([
  ['its columns are not those of the file', { columns: [{ ...base, name: 'id' }] }],
  [
    'c.id: it is there twice',
    {
      columns: [
        { ...base, name: 'id' },
        { ...base, name: 'id' },
      ],
    },
  ],
  [
    'its columns are not those of the file',
    {
      columns: [
        { ...base, name: 'id' },
        { ...base, name: 'x' },
      ],
    },
  ],
  [
    'an identity is a whole number',
    {
      columns: [
        { ...base, name: 'id', identity: { lastValue: '1' } },
        { ...base, name: 'p' },
      ],
    },
  ],
  [
    'one of them',
    {
      columns: [
        { ...base, name: 'id' },
        { ...base, name: 'p', default: "'a'", generated: "'b'" },
      ],
    },
  ],
  ['no column x', { uniques: [{ name: 'u', columns: ['p', 'x'], badKeys: 'stop' }] }],
  ['the columns of nowhere', { foreignKeys: [{ ...foreignKey, parentTable: 'nowhere' }] }],
  ['the columns of p', { foreignKeys: [{ ...foreignKey, parentColumns: ['x'] }] }],
  ['the columns of p', { foreignKeys: [{ ...foreignKey, parentColumns: ['id', 'n'] }] }],
  [
    'must have a value',
    {
      columns: [
        { ...base, name: 'id' },
        { ...base, name: 'p', notNull: true },
      ],
      foreignKeys: [foreignKey],
    },
  ],
  [
    'must have a value',
    {
      columns: [
        { ...base, name: 'id', badValues: 'set null' },
        { ...base, name: 'p' },
      ],
    },
  ],
  [
    'the server computes it',
    {
      columns: [
        { ...base, name: 'id' },
        { ...base, name: 'p', generated: '1' },
      ],
      foreignKeys: [foreignKey],
    },
  ],
  ['the plan leaves this table out', { name: 'p' }],
])('refuses a plan: %s', async (reason, change) => {
  await using file = await understand(sql);
  const plan = planFor(file.source, change);
  const tables = change.name === 'p' ? plan.tables.slice(0, 1) : plan.tables;
  expect(() => assertPlanFits({ ...plan, tables }, file.source)).toThrow(reason);
});
