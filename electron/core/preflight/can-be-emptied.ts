import type { SourceTable } from '../../../shared/source.ts';

/**
 * Whether a bad value of a column can be replaced by NULL: where NULL is allowed, and nothing is computed from the value
 * that would become another with it. A name that stands in a generated column's text counts, whatever it means there.
 */
export function canBeEmptied({ columns, primaryKey }: SourceTable, name: string): boolean {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined || column.notNull || primaryKey?.columns.includes(name)) return false;
  const folded = name.toLowerCase();
  return columns.every(({ generated }) => generated?.sql.toLowerCase().includes(folded) !== true);
}
