import { quoteName } from '../source/quote.ts';
import type { Cell } from './cell.ts';
import type { KeyPart } from './row-order.ts';
import { rowText } from './row-text.ts';
import { rowReader } from './source-rows.ts';
import type { TablePair } from './table-pairs.ts';
import type { VerifyInput } from './verify-input.ts';
import { type Span, storageOrder, walk } from './walk.ts';

/** A row of the source as it is, and as the server should print it. */
export interface SourceRow {
  readonly cells: readonly Cell[];
  /** Canonical text of each column, null for NULL, undefined where the value has none. */
  readonly texts: readonly (string | null | undefined)[];
}

/** How one table of the source is cut, read and told. */
export interface SourceReading {
  spans(): Iterable<Span>;
  cells(span: Span): Cell[][];
  rows(span: Span): SourceRow[];
  /** The line that COPY should print, with its newline. */
  line(cells: readonly Cell[]): string;
}

/** @param key order of the rows; without it, the order in which they are stored */
export function sourceReading(
  { db, source, plan, keep }: VerifyInput,
  { table, planned }: TablePair,
  key?: readonly KeyPart[],
): SourceReading {
  const order = key === undefined ? storageOrder(table) : key.map(({ name }) => quoteName(name));
  const cells = rowReader(db, source.file.encoding, table, planned, keep, order);
  const text = rowText(planned, plan.timezone);
  return {
    spans: () => walk(db, table, order),
    cells,
    rows: (span) => cells(span).map((row) => ({ cells: row, texts: text.texts(row) })),
    line: text.line,
  };
}
