import { type RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { PlanFault } from '../../../shared/errors/run.ts';
import type { Plan, PlannedTable, TargetType } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import { schemaDigest } from '../source/read-source.ts';

/**
 * Makes sure that a given plan is one for this file and can be carried out.
 *
 * @throws RollcallError `plan-for-another-file` or `plan-impossible`
 */
export function assertPlanFits(plan: Plan, source: Source): void {
  assertPlanIsOf(plan, source);
  assertDistinct(plan.tables, (table) => table);
  for (const planned of plan.tables) {
    assertColumnsFit(planned, source);
    assertKeysFit(planned, plan);
    assertNullsFit(planned);
  }
  const missing = source.tables.find((table) => !plan.tables.some(({ name }) => name === table.name));
  if (missing) throw impossible(missing.name, 'left out');
}

/**
 * Makes sure that a plan was made for this file.
 *
 * @throws RollcallError `plan-for-another-file`
 */
export function assertPlanIsOf(plan: Plan, source: Source): void {
  if (plan.source.schemaSha256 !== schemaDigest(source)) {
    throw rollcallError('plan-for-another-file', { plan: plan.source.name, file: source.file.path });
  }
}

const wholeNumbers = new Set<TargetType['name']>(['smallint', 'integer', 'bigint']);

function assertColumnsFit({ name, columns }: PlannedTable, source: Source): void {
  const table = source.tables.find((candidate) => candidate.name === name);
  const known = new Set(table?.columns.map((column) => column.name));
  assertDistinct(columns, (column) => `${name}.${column}`);
  if (!table || columns.length !== known.size || columns.some((column) => !known.has(column.name))) {
    throw impossible(name, 'other columns');
  }
  for (const column of columns) {
    const where = `${name}.${column.name}`;
    const computed = [column.identity, column.default, column.generated].filter((one) => one !== undefined);
    if (computed.length > 1) throw impossible(where, 'several origins');
    if (column.identity && !wholeNumbers.has(column.type.name)) {
      throw impossible(where, 'identity not whole');
    }
  }
}

function assertKeysFit(
  { name, columns, primaryKey, uniques, indexes, foreignKeys }: PlannedTable,
  plan: Plan,
): void {
  const own = new Set(columns.map((column) => column.name));
  const indexKeys = indexes.flatMap((index) => (index.key ? [{ ...index.key, name: index.name }] : []));
  for (const key of [...(primaryKey ? [primaryKey] : []), ...uniques, ...indexKeys, ...foreignKeys]) {
    const unknown = key.columns.find((column) => !own.has(column));
    if (unknown !== undefined) throw impossible(`${name}, ${key.name}`, 'column unknown', unknown);
  }
  for (const key of foreignKeys) {
    const parent = plan.tables.find((table) => table.name === key.parentTable);
    const there = key.parentColumns.every((column) => parent?.columns.some((one) => one.name === column));
    if (!there || key.parentColumns.length !== key.columns.length) {
      throw impossible(`${name}, ${key.name}`, 'parent differs', key.parentTable);
    }
  }
}

function assertNullsFit({ name, columns, primaryKey, foreignKeys }: PlannedTable): void {
  const required = new Set([
    ...(primaryKey?.columns ?? []),
    ...columns.flatMap((column) => (column.notNull ? [column.name] : [])),
  ]);
  const computed = new Set(
    columns.flatMap((column) => (column.generated === undefined ? [] : [column.name])),
  );
  const nulled = [
    ...columns.flatMap((column) => (column.badValues === 'set null' ? [column.name] : [])),
    ...foreignKeys.flatMap((key) => (key.orphans === 'set null' ? key.columns : [])),
  ];
  for (const column of nulled) {
    const where = `${name}.${column}`;
    if (required.has(column)) throw impossible(where, 'null in required');
    if (computed.has(column)) throw impossible(where, 'null in computed');
  }
}

function assertDistinct(
  named: readonly { readonly name: string }[],
  placeOf: (name: string) => string,
): void {
  const twice = named.find(({ name }, place) => named.findIndex((other) => other.name === name) < place);
  if (twice) throw impossible(placeOf(twice.name), 'twice');
}

/** @param where table, or table and column or key */
function impossible(where: string, fault: PlanFault, name?: string): RollcallError {
  return rollcallError('plan-impossible', { where, fault, ...(name === undefined ? {} : { name }) });
}
