import type { SourceForeignKey, SourceTable } from '../../../shared/source.ts';
import { quoteName } from './quote.ts';

/** Which rows and values count: those that the quarantine leaves as they are. */
interface Counted {
  /** Condition on the parent's rows that are there. */
  readonly parentRows: string;
  /** SQL for the value of a child's column. */
  readonly valueSql: (column: string) => string;
}

/**
 * SQL condition on a child's row, true when its parent is missing.
 *
 * A key with a NULL in it references nothing, on both sides (MATCH SIMPLE). Texts are compared by their
 * bytes whatever the column's collation, because the target will.
 */
export function orphanSql(
  child: SourceTable,
  {
    columns,
    parentTable,
    parentColumns,
  }: Pick<SourceForeignKey, 'columns' | 'parentTable' | 'parentColumns'>,
  { parentRows, valueSql }: Counted = { parentRows: 'TRUE', valueSql: quoteName },
): string {
  const present = columns.map((column) => `${valueSql(column)} IS NOT NULL`);
  const same = columns.map((column, position) => {
    const parent = parentColumns[position] ?? '';
    return `parent.${quoteName(parent)} = ${quoteName(child.name)}.${quoteName(column)} COLLATE BINARY`;
  });
  const parent = `SELECT 1 FROM ${quoteName(parentTable)} AS parent WHERE ${same.join(' AND ')} AND ${parentRows}`;
  return `(${present.join(' AND ')} AND NOT EXISTS (${parent}))`;
}
