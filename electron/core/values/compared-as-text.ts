import type { SourceForeignKey } from '../../../shared/source.ts';
import type { AssessedColumn, AssessedTable } from './assessed.ts';

/**
 * Whether the columns of a reference become texts although some of their values are none: SQLite then finds 1 in
 * '01', and PostgreSQL won't.
 */
export function comparedAsText(
  tables: readonly AssessedTable[],
  child: string,
  {
    columns,
    parentTable,
    parentColumns,
  }: Pick<SourceForeignKey, 'columns' | 'parentTable' | 'parentColumns'>,
): boolean {
  const find = (table: string, name: string | undefined) =>
    tables.find((one) => one.table.name === table)?.columns.find(({ column }) => column.name === name);
  const becomesText = (one: AssessedColumn | undefined) =>
    one?.converted === true && (one.reading.type.name === 'text' || one.reading.type.name === 'varchar');
  return columns.some(
    (name, place) => becomesText(find(child, name)) || becomesText(find(parentTable, parentColumns[place])),
  );
}
