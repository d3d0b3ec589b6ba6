import type { NamedIndex, PlannedIndex, PlannedTable } from '../../../shared/plan.ts';
import { fourIndexes, type WantedIndex } from '../postgres/four-indexes.ts';
import { quoteName } from '../source/quote.ts';

/** The tables with the four indexes added or their names borne, and what became of each. */
export function planNamedIndexes(tables: readonly PlannedTable[]): {
  tables: PlannedTable[];
  namedIndexes: NamedIndex[];
} {
  const planned = new Map(tables.map((table) => [table.name, table]));
  const namedIndexes = fourIndexes.map((index): NamedIndex => {
    const { name, table, columns, screen } = index;
    const found = tables.find((candidate) => sameName(candidate.name, table));
    const current = found && planned.get(found.name);
    if (!current)
      return {
        name,
        table,
        columns: [...columns],
        screen,
        outcome: { kind: 'table missing', table },
      };
    const own = columns.map(
      (column) => current.columns.find((candidate) => sameName(candidate.name, column))?.name,
    );
    const missing = columns.filter((_, position) => own[position] === undefined);
    const present = own.filter((column) => column !== undefined);
    const outcome: NamedIndex['outcome'] =
      missing.length > 0
        ? { kind: 'columns missing', table: current.name, missing }
        : settle(current, index, present, bearerOf(planned.values(), name));
    if (outcome.kind === 'created') planned.set(current.name, withIndex(current, index, present));
    if (outcome.kind === 'borne by constraint')
      planned.set(current.name, withName(current, outcome.constraint, name));
    return {
      name,
      table: current.name,
      columns: missing.length > 0 ? [...columns] : present,
      screen,
      outcome,
    };
  });
  return { tables: tables.map((table) => planned.get(table.name) ?? table), namedIndexes };
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function settle(
  table: PlannedTable,
  { name }: WantedIndex,
  columns: readonly string[],
  bearer: string | undefined,
): NamedIndex['outcome'] {
  const keys = [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques];
  const exact = keys.find((key) => JSON.stringify(key.columns) === JSON.stringify(columns));
  if (exact?.name === name) return { kind: 'in source' };
  if (exact && bearer === undefined) return { kind: 'borne by constraint', constraint: exact.name };
  const parts = columns.map(quoteName);
  const covering = [
    ...keys.map((key) => ({ name: key.name, parts: key.columns.map(quoteName) })),
    ...table.indexes.filter(({ where }) => where === undefined),
  ].filter((index) => parts.every((part, position) => isColumn(index.parts[position], part)));
  const best = covering.find((index) => index.name === name) ?? covering[0];
  if (best) return best.name === name ? { kind: 'in source' } : { kind: 'covered', by: best.name };
  return bearer === undefined ? { kind: 'created' } : { kind: 'name taken', over: bearer };
}

/** The direction of a column takes nothing from an index that is looked up by equality. */
function isColumn(part: string | undefined, column: string): boolean {
  return part === column || part === `${column} DESC`;
}

/** What the index of a name is over, wherever in the schema it is: a name is there once. */
function bearerOf(tables: Iterable<PlannedTable>, name: string): string | undefined {
  for (const { name: table, primaryKey, uniques, indexes } of tables) {
    const keys = [...(primaryKey ? [primaryKey] : []), ...uniques];
    const parts =
      indexes.find((index) => index.name === name)?.parts ?? keys.find((key) => key.name === name)?.columns;
    if (parts) return `${table} (${parts.join(', ')})`;
  }
  return undefined;
}

function withIndex(
  table: PlannedTable,
  { name, reason, screen }: WantedIndex,
  columns: readonly string[],
): PlannedTable {
  const index: PlannedIndex = {
    name,
    unique: false,
    parts: columns.map(quoteName),
    reason: `${screen}: ${reason}`,
    origin: 'named',
  };
  return { ...table, indexes: [...table.indexes, index] };
}

function withName(table: PlannedTable, from: string, to: string): PlannedTable {
  const rename = <Key extends { name: string }>(key: Key): Key =>
    key.name === from ? { ...key, name: to } : key;
  return {
    ...table,
    ...(table.primaryKey ? { primaryKey: rename(table.primaryKey) } : {}),
    uniques: table.uniques.map(rename),
  };
}
