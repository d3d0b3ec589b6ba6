import type { NamedIndexState } from '../../../shared/indexes.ts';
import { fourIndexes, type WantedIndex } from '../postgres/four-indexes.ts';
import { clipName } from '../values/names.ts';
import type { Catalog, CatalogIndex } from './catalog.ts';

type Ground = Pick<Catalog, 'tables' | 'indexes'>;

/** How the four named indexes stand in a schema whose tables may differ from the old system's by upper case. */
export function namedIndexStates(ground: Ground): NamedIndexState[] {
  return fourIndexes.map((definition) => {
    const { name, screen, scenario } = definition;
    return { name, screen, scenario, ...stateOf(definition, ground) };
  });
}

function stateOf(
  { name, table: wanted, columns: wantedColumns }: WantedIndex,
  { tables, indexes }: Ground,
): Pick<NamedIndexState, 'table' | 'columns' | 'state'> {
  const table = tables.find((candidate) => sameName(candidate.name, wanted));
  if (!table) {
    return lacking(wanted, wantedColumns, `table ${wanted}`);
  }
  const columns = wantedColumns.map(
    (column) => table.columns.find((candidate) => sameName(candidate, column)) ?? column,
  );
  const missing = columns.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) {
    return lacking(table.name, columns, `column ${missing.join(', ')} of ${table.name}`);
  }
  const bearer = indexes.find((index) => index.name === clipName(name));
  return { table: table.name, columns, state: settle(bearer, table.name, columns, indexes) };
}

function lacking(table: string, columns: readonly string[], missing: string): ReturnType<typeof stateOf> {
  return { table, columns: [...columns], state: { kind: 'does not apply', missing } };
}

function settle(
  bearer: CatalogIndex | undefined,
  table: string,
  columns: readonly string[],
  indexes: readonly CatalogIndex[],
): NamedIndexState['state'] {
  const own = bearer && leadsWith(bearer, table, columns);
  if (own && bearer.valid) return { kind: 'there' };
  const other = indexes.find((index) => index.valid && leadsWith(index, table, columns));
  if (other) return { kind: 'served', by: other.name };
  if (own) return { kind: bearer.building ? 'being built' : 'invalid' };
  if (bearer)
    return { kind: 'name taken', over: `${bearer.table} (${bearer.parts.map(({ sql }) => sql).join(', ')})` };
  return { kind: 'missing' };
}

/** The named indexes whose look-ups an index serves. */
export function screensServed(index: CatalogIndex, states: readonly NamedIndexState[]): string[] {
  return states
    .filter(({ table, columns }) => index.valid && leadsWith(index, table, columns))
    .map(({ name }) => name);
}

/** Whether it finds rows by equality of all the columns. Their direction takes nothing from that, nor do more columns. */
function leadsWith(
  { table: of, method, predicate, parts }: CatalogIndex,
  table: string,
  columns: readonly string[],
): boolean {
  return (
    of === table &&
    method === 'btree' &&
    predicate === undefined &&
    columns.every(
      (column, place) => parts[place]?.column === column && parts[place]?.collationName === undefined,
    )
  );
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
