import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from './quote.ts';

/** Which rows were kept out of the target and which values were replaced by NULL; made by the quarantine. */
export interface RowFilter {
  /** SQL condition on the source; `TRUE` when all rows are loaded. */
  keepSql(table: SourceTable): string;
  /** SQL for the value of a column; the quoted column when nothing was replaced. */
  valueSql(table: SourceTable, column: string): string;
  /** Number of source rows that `keepSql` leaves out. */
  quarantined(table: string): number;
  /** Number of rows with some value replaced by NULL. */
  repaired(table: string): number;
}

/** The filter of a run that found nothing bad. */
export const allRows: RowFilter = {
  keepSql: () => 'TRUE',
  valueSql: (_, column) => quoteName(column),
  quarantined: () => 0,
  repaired: () => 0,
};

/** A filter that grows: rows that turn out bad are put on the list with the reason. */
export interface BadRowList extends RowFilter {
  /**
   * Keeps out one row, or with `column` replaces that value by NULL.
   *
   * @param key as rowKeySql gives it, as text
   * @returns how many entries are new on the list
   */
  addKey(table: SourceTable, key: string, reason: string, column?: string): number;
}
