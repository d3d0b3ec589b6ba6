import type { PlannedTable } from '../../../shared/plan.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { RowFilter } from '../source/row-filter.ts';
import type { AssessedColumn, AssessedTable } from '../values/assessed.ts';
import { type Encode, encoderFor } from '../values/encode.ts';

/** A run of columns that SQLite writes as COPY text, or one column whose values pass the encoder. */
export type Piece =
  | { readonly kind: 'text'; readonly sql: string }
  | { readonly kind: 'value'; readonly sql: string; readonly encode: Encode; readonly column: string };

/** SQLite nests `a || b || c` one level a term, and allows 1,000 (Limits In SQLite, expression depth). */
const columnsPerText = 200;

/** The columns that COPY fills: all but those that the target computes. */
export function copiedColumns(planned: PlannedTable): string[] {
  return planned.columns.flatMap(({ name, generated }) => (generated === undefined ? [name] : []));
}

/** How a table's rows are read, piece by piece in the order of copiedColumns. */
export function piecesOf(
  { table, columns }: AssessedTable,
  planned: PlannedTable,
  filter: RowFilter,
): Piece[] {
  const copied = new Set(copiedColumns(planned));
  const pieces: Piece[] = [];
  let run: string[] = [];
  const endRun = () => {
    if (run.length > 0) pieces.push({ kind: 'text', sql: run.join(' || char(9) || ') });
    run = [];
  };
  for (const column of columns.filter(({ column: { name } }) => copied.has(name))) {
    const sql = filter.valueSql(table, column.column.name);
    if (column.route === 'by value') {
      endRun();
      pieces.push({ kind: 'value', sql, encode: encoderFor(column.reading), column: column.column.name });
      continue;
    }
    run.push(fieldSql(table, column, sql));
    if (run.length === columnsPerText) endRun();
  }
  endRun();
  return pieces;
}

/** One field of COPY's text format (PostgreSQL manual, COPY, File Formats), written by SQLite. */
function fieldSql(table: SourceTable, { column, route, nonNull }: AssessedColumn, value: string): string {
  const field = routed(route, value);
  const never = nonNull === table.rows && value === quoteName(column.name);
  return never ? field : `ifnull(${field}, '\\N')`;
}

function routed(route: AssessedColumn['route'], value: string): string {
  // hex(NULL) is an empty text.
  if (route === 'as hex') return `iif(${value} IS NULL, NULL, '\\\\x' || hex(${value}))`;
  if (route !== 'escaped') return value;
  const escapes = [
    ["'\\'", "'\\\\'"],
    ['char(9)', "'\\t'"],
    ['char(10)', "'\\n'"],
    ['char(13)', "'\\r'"],
  ];
  return escapes.reduce((sql, [from, to]) => `replace(${sql}, ${from}, ${to})`, value);
}
