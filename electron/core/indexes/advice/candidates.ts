import { type ColumnKey, columnKeys, type IndexKey, type NewIndex } from '../../../../shared/indexes.ts';
import { NameRegistry } from '../../values/names.ts';
import type { Catalog, CatalogIndex } from '../catalog.ts';
import type { ComputedUse } from './find-computed.ts';
import type { TableUse } from './query-columns.ts';

/** More keys than these make an index large and serve few queries. */
const mostKeys = 4;

/** How many different values a column has, as the planner thinks; one where nothing is known. */
export type Distinct = (table: string, column: string) => number;

/** What queries are seen to look for. */
export interface Wanted {
  readonly uses: readonly TableUse[];
  readonly computed: readonly ComputedUse[];
}

/**
 * Indexes that may help, none of which is there: for each use of a table the columns that are compared for equality
 * first, the most selective of them in front, then one that is compared by order, or those that rows are wanted in
 * (manual, "Multicolumn Indexes" and "Indexes and ORDER BY"). What is computed from a row stands alone, and behind the
 * columns that are compared for equality with it (manual, "Indexes on Expressions").
 */
export function candidateIndexes(
  { uses, computed }: Wanted,
  { tables, indexes }: Pick<Catalog, 'tables' | 'indexes'>,
  distinct: Distinct,
): NewIndex[] {
  const names = new NameRegistry();
  for (const { name } of [...tables, ...indexes]) names.reserve(name);
  const shapes = new Map<string, Shape>();
  const offer = (shape: Shape) => {
    const isNew = !indexes.some((index) => isThere(index, shape));
    if (isNew) shapes.set(JSON.stringify([shape.table, shape.keys]), shape);
  };
  for (const use of uses) {
    for (const keys of keysFor(use, distinct)) {
      offer({ table: use.table, keys: [...keys], words: keys.map(({ name }) => name) });
    }
  }
  for (const use of computed) {
    for (const columns of columnsBefore(use, distinct)) {
      const expression: IndexKey = { kind: 'expression', sql: use.sql };
      offer({
        table: use.table,
        keys: [...columnKeys(columns), expression],
        words: [...columns, ...use.words],
      });
    }
  }
  return [...shapes.values()].map(({ table, keys, words }) => ({
    name: names.claim(['idx', table, ...words].join('_'), ''),
    table,
    keys,
  }));
}

interface Shape extends Pick<NewIndex, 'table' | 'keys'> {
  /** By which the index is called. */
  readonly words: readonly string[];
}

function keysFor(use: TableUse, distinct: Distinct): (readonly ColumnKey[])[] {
  const { table, range, joined, order, limited } = use;
  const equal = mostSelectiveFirst(table, use.equal, distinct);
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
  return lists.filter(({ length }) => length > 0 && length <= mostKeys);
}

function columnsBefore({ table, equal }: ComputedUse, distinct: Distinct): (readonly string[])[] {
  const columns = mostSelectiveFirst(table, [...new Set(equal)], distinct);
  return columns.length > 0 && columns.length < mostKeys ? [[], columns] : [[]];
}

function mostSelectiveFirst(table: string, columns: readonly string[], distinct: Distinct): string[] {
  return columns.toSorted((one, other) => distinct(table, other) - distinct(table, one));
}

function plain(names: readonly string[]): ColumnKey[] {
  return columnKeys([...new Set(names)]);
}

/** An index is read in both directions, so that only what turns within the order has to be turned. */
function inOneDirection(order: readonly ColumnKey[]): ColumnKey[] {
  return order.map((key) => ({ ...key, descending: key.descending !== order[0]?.descending }));
}

/** Whether an index of all rows has these keys in front, in this order. */
function isThere({ table: of, method, valid, predicate, parts }: CatalogIndex, shape: Shape): boolean {
  return (
    of === shape.table &&
    method === 'btree' &&
    valid &&
    predicate === undefined &&
    shape.keys.every((key, place) => {
      const part = parts[place];
      // Around what is no call of a function PostgreSQL puts parentheses of its own.
      if (key.kind === 'expression') return [key.sql, `(${key.sql})`].includes(part?.sql ?? '');
      return part?.column === key.name && part.descending === key.descending;
    })
  );
}
