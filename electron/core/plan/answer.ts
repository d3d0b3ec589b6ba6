import type { Finding, NotCarried, Resolution } from '../../../shared/finding.ts';
import type { Plan, PlannedColumn, PlannedTable } from '../../../shared/plan.ts';
import { referenceSql } from './build-foreign-keys.ts';

/** What a person chose for what a finding found. */
export interface Choice {
  readonly finding: Finding;
  readonly resolution: Resolution;
}

/**
 * The plan with a person's choices. What an earlier choice took out of it comes back from `base`, the plan as it was
 * made, so that every choice can be taken back.
 */
export function answerFindings(plan: Plan, base: Plan, choices: readonly Choice[]): Plan {
  return choices.reduce((answered, choice) => answerFinding(answered, base, choice), plan);
}

function answerFinding(plan: Plan, base: Plan, { finding, resolution }: Choice): Plan {
  const original = base.tables.find(({ name }) => name === finding.table);
  if (!original) return plan;
  const dropped = resolution === 'drop constraint' ? droppedBy(finding, original) : [];
  const cameBack = droppedBy(finding, original);
  return {
    ...plan,
    tables: plan.tables.map((table) =>
      table.name === original.name ? answerIn(table, original, finding, resolution) : table,
    ),
    notCarried: [
      ...plan.notCarried.filter((entry) => !cameBack.some((one) => isSame(one, entry))),
      ...dropped,
    ],
  };
}

function answerIn(
  table: PlannedTable,
  original: PlannedTable,
  { code, column }: Finding,
  resolution: Resolution,
): PlannedTable {
  switch (code) {
    case 'orphan':
      return { ...table, foreignKeys: answeredReferences(table, original, column, resolution) };
    case 'null-in-key':
    case 'duplicate-key':
      return withBadKeys(table, column, resolution === 'stop' ? 'stop' : 'quarantine');
    default:
      return {
        ...table,
        columns: table.columns.map((planned) => {
          const before = original.columns.find(({ name }) => name === planned.name);
          return planned.name === column && before
            ? answeredColumn(planned, before, code, resolution)
            : planned;
        }),
      };
  }
}

function answeredReferences(
  table: PlannedTable,
  original: PlannedTable,
  columns: string | undefined,
  resolution: Resolution,
): PlannedTable['foreignKeys'] {
  const isMeant = (key: PlannedTable['foreignKeys'][number]) => key.columns.join(', ') === columns;
  if (resolution === 'drop constraint') return table.foreignKeys.filter((key) => !isMeant(key));
  const orphans = resolution === 'keep as text' ? 'quarantine' : resolution;
  return original.foreignKeys.flatMap((key) => {
    const planned = table.foreignKeys.find(({ name }) => name === key.name);
    if (isMeant(key)) return [{ ...(planned ?? key), orphans }];
    return planned ? [planned] : [];
  });
}

function withBadKeys(
  table: PlannedTable,
  columns: string | undefined,
  badKeys: 'stop' | 'quarantine',
): PlannedTable {
  const answered = <Key extends { columns: string[]; badKeys: 'stop' | 'quarantine' }>(key: Key): Key =>
    key.columns.join(', ') === columns ? { ...key, badKeys } : key;
  return {
    ...table,
    ...(table.primaryKey ? { primaryKey: answered(table.primaryKey) } : {}),
    uniques: table.uniques.map(answered),
    indexes: table.indexes.map(({ key, ...index }) => ({
      ...index,
      ...(key ? { key: answered(key) } : {}),
    })),
  };
}

function answeredColumn(
  planned: PlannedColumn,
  before: PlannedColumn,
  code: string,
  resolution: Resolution,
): PlannedColumn {
  const notNull = code === 'null-in-required' ? before.notNull : planned.notNull;
  const type = planned.type.name === 'text' ? before.type : planned.type;
  switch (resolution) {
    case 'keep as text':
      return { ...planned, type: { name: 'text' }, badValues: before.badValues };
    case 'drop constraint':
      return { ...planned, notNull: false };
    case 'stop':
    case 'quarantine':
    case 'set null':
      return { ...planned, notNull, type, badValues: resolution };
  }
}

/** What leaving the constraint of a finding out leaves out, for the list of what isn't carried. */
function droppedBy({ code, column }: Finding, original: PlannedTable): NotCarried[] {
  const at = { table: original.name, reason: 'You chose to leave it out.', code: 'chosen' } as const;
  if (code === 'orphan') {
    return original.foreignKeys
      .filter((key) => key.columns.join(', ') === column)
      .map((key) => ({ kind: 'foreign key', name: key.name, sql: referenceSql(key), ...at }));
  }
  const required = original.columns.some(({ name, notNull }) => name === column && notNull);
  return code === 'null-in-required' && column !== undefined && required
    ? [{ kind: 'not null', name: column, sql: 'NOT NULL', ...at }]
    : [];
}

function isSame(one: NotCarried, other: NotCarried): boolean {
  return one.kind === other.kind && one.table === other.table && one.name === other.name;
}
