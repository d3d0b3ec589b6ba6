import type { PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import type { SourceIndex } from '../../../shared/source.ts';
import type { AssessedTable } from './assessed.ts';

/** The columns of a unique index that no two rows may share: whole columns, all rows. */
export function wholeColumns({ unique, parts, where }: SourceIndex): string[] | undefined {
  const columns = parts.flatMap(({ of }) => (of.kind === 'column' ? [of.name] : []));
  return unique && where === undefined && columns.length === parts.length ? [...new Set(columns)] : undefined;
}

/**
 * Whether some column of the primary key is NULL in every row, which SQLite allows. As a key it would keep out all
 * rows; as a unique constraint PostgreSQL understands it as SQLite does.
 */
export function isUnfilledKey({ table, columns }: AssessedTable): boolean {
  const { primaryKey, rows } = table;
  return (
    primaryKey !== undefined &&
    !primaryKey.rowidAlias &&
    rows > 0 &&
    columns.some(({ column, nonNull }) => nonNull === 0 && primaryKey.columns.includes(column.name))
  );
}

/** All that makes rows of a table unique: keys, and indexes that are keys in all but name. */
export function uniqueKeys({
  primaryKey,
  uniques,
  indexes,
}: PlannedTable): Pick<PlannedKey, 'columns' | 'badKeys'>[] {
  return [
    ...(primaryKey ? [primaryKey] : []),
    ...uniques,
    ...indexes.flatMap(({ key }) => (key === undefined ? [] : [key])),
  ];
}
