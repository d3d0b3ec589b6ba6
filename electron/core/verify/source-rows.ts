import { isUtf8 } from 'node:buffer';
import type { Database } from 'better-sqlite3';
import type { PlannedTable } from '../../../shared/plan.ts';
import type { SourceFile, SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { RowFilter } from '../source/row-filter.ts';
import type { Cell } from './cell.ts';
import { type Span, spanStatements } from './walk.ts';

/** Reads the loaded rows of a span: the cells of the plan's columns, and last the row's own address. */
export type ReadRows = (span: Span) => Cell[][];

/** @param order quoted columns that the spans were cut along; rows come in this order */
export function rowReader(
  db: Database,
  encoding: SourceFile['encoding'],
  table: SourceTable,
  planned: PlannedTable,
  keep: RowFilter,
  order: readonly string[],
): ReadRows {
  const values = planned.columns.map((column) => keep.valueSql(table, column.name));
  const from = (where: string) => {
    const sorted = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
    return `FROM ${quoteName(table.name)} WHERE (${where}) AND (${keep.keepSql(table)})${sorted}`;
  };
  const address = table.rowidName === undefined ? 'NULL' : quoteName(table.rowidName);
  const rowsOf = spanStatements<Cell[]>(
    db,
    order,
    (where) => `SELECT ${values.join(', ')}, ${address} ${from(where)}`,
  );
  const bytesOf = values.map((value) =>
    spanStatements<Buffer | null>(db, order, (where) => `SELECT CAST(${value} AS BLOB) ${from(where)}`),
  );
  return (span) => {
    const { statement, params } = rowsOf(span);
    const rows = statement
      .raw()
      .safeIntegers()
      .all(...params);
    bytesOf.forEach((statements, column) => {
      if (!rows.some((row) => hasReplacement(row[column]))) return;
      const bytes = statements(span);
      restoreTexts(rows, column, bytes.statement.pluck().all(...bytes.params), encoding);
    });
    return rows;
  };
}

/** Where U+FFFD stands, the source may hold that very character, or bytes that couldn't be decoded. */
function hasReplacement(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && cell.includes('\ufffd');
}

function restoreTexts(
  rows: readonly Cell[][],
  column: number,
  bytes: readonly (Buffer | null)[],
  encoding: SourceFile['encoding'],
): void {
  rows.forEach((row, place) => {
    const original = bytes[place];
    if (!hasReplacement(row[column]) || original === null || original === undefined) return;
    row[column] = decode(original, encoding) ?? { undecodable: original };
  });
}

function decode(bytes: Buffer, encoding: SourceFile['encoding']): string | undefined {
  if (encoding === 'UTF-8') return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  if (bytes.length % 2 !== 0) return undefined;
  const text = (encoding === 'UTF-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  return text.isWellFormed() ? text : undefined;
}
