import type { PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import type { SourceIndex } from '../../../shared/source.ts';

/** The columns of a unique index that no two rows may share: whole columns, all rows. */
export function wholeColumns({ unique, parts, where }: SourceIndex): string[] | undefined {
  const columns = parts.flatMap(({ of }) => (of.kind === 'column' ? [of.name] : []));
  return unique && where === undefined && columns.length === parts.length ? [...new Set(columns)] : undefined;
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
