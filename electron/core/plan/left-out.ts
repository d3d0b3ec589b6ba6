import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { AssessedTable } from '../values/assessed.ts';
import { droppedForeignKeys } from './build-foreign-keys.ts';
import { buildPlan } from './build-plan.ts';

const left = { reason: 'The plan leaves it out.', code: 'left out of the plan' } as const;

/** What an edited plan neither builds nor lists, although it could be built: left out on purpose, so it is listed. */
export async function leftOut(
  source: Source,
  assessed: readonly AssessedTable[],
  plan: Plan,
): Promise<NotCarried[]> {
  const whole = await buildPlan({ source, assessed, timezone: plan.timezone });
  const inTables = whole.tables.flatMap((table) => {
    const planned = plan.tables.find(({ name }) => name === table.name);
    return planned ? leftOutOf(table, planned) : [];
  });
  const views = whole.views
    .filter(({ name }) => !plan.views.some((view) => view.name === name))
    .map(({ name, sql }): NotCarried => ({ kind: 'view', name, sql, ...left }));
  const listed = (entry: NotCarried) =>
    plan.notCarried.some(
      ({ kind, table, name }) => kind === entry.kind && table === entry.table && name === entry.name,
    );
  return [...[...inTables, ...views].filter((entry) => !listed(entry)), ...droppedForeignKeys(source, plan)];
}

/** A part that has only another name in the plan is there. */
function leftOutOf(whole: PlannedTable, planned: PlannedTable): NotCarried[] {
  const place = { table: whole.name, ...left };
  const keys = keysOf(planned);
  const missingKeys = keysOf(whole)
    .filter((key) => !keys.some((other) => other.name === key.name || other.sql === key.sql))
    .map(({ name, sql }): NotCarried => ({ kind: 'unique', name, sql: `UNIQUE ${sql}`, ...place }));
  const checks = whole.checks
    .filter(({ name, sql }) => !planned.checks.some((other) => other.name === name || other.sql === sql))
    .map(({ name, sql }): NotCarried => ({ kind: 'check', name, sql, ...place }));
  const indexes = whole.indexes
    .map(({ name, origin, parts, where }) => ({
      name,
      origin,
      sql: `(${parts.join(', ')})${where === undefined ? '' : ` WHERE ${where}`}`,
      parts,
    }))
    .filter(({ origin, name, parts }) => {
      const same = (other: PlannedTable['indexes'][number]) =>
        other.name === name || other.parts.join() === parts.join();
      return origin === 'source' && !planned.indexes.some(same);
    })
    .map(({ name, sql }): NotCarried => ({ kind: 'index', name, sql, ...place }));
  const columns = whole.columns.flatMap((column): NotCarried[] => {
    const other = planned.columns.find(({ name }) => name === column.name);
    const at = { name: column.name, ...place };
    if (!other) return [];
    return [
      ...(column.default !== undefined && other.default === undefined
        ? [{ kind: 'default' as const, sql: column.default, ...at }]
        : []),
      ...(column.generated !== undefined && other.generated === undefined
        ? [{ kind: 'generated column' as const, sql: column.generated, ...at }]
        : []),
    ];
  });
  return [...columns, ...checks, ...missingKeys, ...indexes];
}

function keysOf({ primaryKey, uniques }: PlannedTable): { name: string; sql: string }[] {
  return [...(primaryKey ? [primaryKey] : []), ...uniques].map(({ name, columns }) => ({
    name,
    sql: `(${columns.map(quoteName).join(', ')})`,
  }));
}
