import type { NewIndex } from '../../../../shared/indexes.ts';
import { NameRegistry } from '../../values/names.ts';
import type { Catalog, CatalogIndex } from '../catalog.ts';
import type { TableUse } from './query-columns.ts';

/** More columns than these make an index large and serve few queries. */
const mostColumns = 4;

/** How many different values a column has, as the planner thinks; one where nothing is known. */
export type Distinct = (table: string, column: string) => number;

/**
 * Indexes that may help, none of which is there: for each use of a table the columns that are compared for equality
 * first, the most selective of them in front, then one that is compared by order, or those that rows are wanted in
 * (manual, "Multicolumn Indexes" and "Indexes and ORDER BY").
 */
export function candidateIndexes(
  uses: readonly TableUse[],
  { tables, indexes }: Pick<Catalog, 'tables' | 'indexes'>,
  distinct: Distinct,
): NewIndex[] {
  const names = new NameRegistry();
  for (const { name } of [...tables, ...indexes]) names.reserve(name);
  const shapes = new Map<string, Shape>();
  for (const use of uses) {
    for (const columns of columnsFor(use, distinct)) {
      const shape = { table: use.table, columns };
      if (!indexes.some((index) => isThere(index, shape))) shapes.set(JSON.stringify(shape), shape);
    }
  }
  return [...shapes.values()].map(({ table, columns }) => ({
    name: names.claim(`idx_${table}_${columns.map(({ name }) => name).join('_')}`, ''),
    table,
    columns,
  }));
}

type Shape = Pick<NewIndex, 'table' | 'columns'>;

function columnsFor(use: TableUse, distinct: Distinct): NewIndex['columns'][] {
  const { table, range, joined, order, limited } = use;
  const equal = use.equal.toSorted((one, other) => distinct(table, other) - distinct(table, one));
  const further = order.filter(({ name }) => !equal.includes(name));
  const lists = [
    plain(equal),
    plain(equal.slice(0, 1)),
    ...range.map((column) => plain([...equal, column])),
    ...joined.flatMap((column) => [plain([column]), plain([column, ...equal]), plain([...equal, column])]),
    ...(further.length > 0 && (equal.length > 0 || limited)
      ? [[...plain(equal), ...inOneDirection(further)]]
      : []),
  ];
  return lists.filter(({ length }) => length > 0 && length <= mostColumns);
}

function plain(names: readonly string[]): NewIndex['columns'] {
  return [...new Set(names)].map((name) => ({ name, descending: false }));
}

/** An index is read in both directions, so that only what turns within the order has to be turned. */
function inOneDirection(order: NewIndex['columns']): NewIndex['columns'] {
  return order.map(({ name, descending }) => ({ name, descending: descending !== order[0]?.descending }));
}

/** Whether an index of all rows has these columns in front, in this order. */
function isThere({ table: of, method, valid, predicate, parts }: CatalogIndex, shape: Shape): boolean {
  return (
    of === shape.table &&
    method === 'btree' &&
    valid &&
    predicate === undefined &&
    shape.columns.every(
      ({ name, descending }, place) =>
        parts[place]?.column === name && parts[place]?.descending === descending,
    )
  );
}
