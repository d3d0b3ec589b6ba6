import { type BareForeignKey, columnKeys } from '../../../shared/indexes.ts';
import { NameRegistry } from '../values/names.ts';
import type { Catalog, CatalogForeignKey, CatalogIndex } from './catalog.ts';

export type KeyIndexes = Pick<Catalog, 'indexes' | 'foreignKeys'>;

/**
 * Foreign keys that no index serves: at each DELETE or change of a key in the parent, the server looks for rows that
 * refer to it, and reads the whole table for that (manual, "Foreign Keys").
 */
export function bareForeignKeys({ tables, indexes, foreignKeys }: Catalog): BareForeignKey[] {
  const names = new NameRegistry();
  for (const { name } of [...tables, ...indexes]) names.reserve(name);
  return foreignKeys
    .filter((key) => !indexes.some((index) => serves(index, key)))
    .map((key) => {
      const { name, table, columns, parent } = key;
      const rows = tables.find((candidate) => candidate.name === table)?.rows;
      return {
        name,
        table,
        columns,
        parent,
        ...(rows === undefined ? {} : { rows }),
        index: {
          name: names.claim(`idx_${table}_${columns.join('_')}`, ''),
          table,
          keys: columnKeys(columns),
        },
      };
    });
}

/** The foreign keys that this index serves and no other one does. */
export function keysServedAlone(
  index: CatalogIndex,
  { indexes, foreignKeys }: KeyIndexes,
): CatalogForeignKey[] {
  return foreignKeys.filter(
    (key) => serves(index, key) && !indexes.some((other) => other !== index && serves(other, key)),
  );
}

/**
 * Whether the check of a key finds its rows by the index: `WHERE a = $1 AND b = $2` over all rows, by the columns' own
 * collations. The order of the leading columns doesn't matter then, nor does what comes after them.
 */
export function serves(index: CatalogIndex, { table, columns }: CatalogForeignKey): boolean {
  const { method, parts, predicate } = index;
  if (!index.valid || index.table !== table) return false;
  if (method !== 'btree' && !(method === 'hash' && columns.length === 1)) return false;
  const leading = parts.slice(0, columns.length);
  return (
    leading.length === columns.length &&
    leading.every(({ column, collationName }) => column !== undefined && collationName === undefined) &&
    columns.every((column) => leading.some((part) => part.column === column)) &&
    (predicate === undefined || columns.some((column) => saysNotNull(predicate, leading, column)))
  );
}

/** Rows without a value refer to nothing, so that an index of all the others serves as well. */
function saysNotNull(predicate: string, leading: CatalogIndex['parts'], column: string): boolean {
  const part = leading.find((candidate) => candidate.column === column);
  return part !== undefined && predicate === `(${part.sql} IS NOT NULL)`;
}
