import type { SourceForeignKey, SourceTable } from '../../../shared/source.ts';
import { quoteName } from './quote.ts';

/**
 * SQL condition on a child's row, true when its parent is missing.
 *
 * A key with a NULL in it references nothing, on both sides (MATCH SIMPLE). Texts are compared by their
 * bytes whatever the column's collation, because the target will.
 *
 * @param parentRows condition on the parent's rows that count as there
 */
export function orphanSql(
  child: SourceTable,
  { columns, parentTable, parentColumns }: SourceForeignKey,
  parentRows = 'TRUE',
): string {
  const own = columns.map((column) => `${quoteName(child.name)}.${quoteName(column)}`);
  const present = own.map((column) => `${column} IS NOT NULL`);
  const same = own.map((column, position) => {
    const parent = parentColumns[position] ?? '';
    return `parent.${quoteName(parent)} = ${column} COLLATE BINARY`;
  });
  const parent = `SELECT 1 FROM ${quoteName(parentTable)} AS parent WHERE ${same.join(' AND ')} AND ${parentRows}`;
  return `(${present.join(' AND ')} AND NOT EXISTS (${parent}))`;
}
