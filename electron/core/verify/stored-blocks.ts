import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { RowFilter } from '../source/row-filter.ts';
import { openStoredRecords } from '../source/stored-records.ts';
import { type BlockDigest, digestLines } from './block-digest.ts';
import type { KeyPart } from './row-order.ts';
import { type LineWriter, lineWriter, mostLineBytes } from './stored-line.ts';
import type { TablePair } from './table-pairs.ts';
import type { VerifyInput } from './verify-input.ts';
import { mostBytes, mostRows, type Span, spanStatements } from './walk.ts';

/** A block with its digest, or one that has to be read value by value; `unusual` when the table can't be read on. */
export type Block = BlockDigest | Span | 'unusual';

/**
 * Digests a table block by block from the file's own pages, without a query, and by an own reading of its records. A
 * block that equals the server's is proved, and one that differs has to be read value by value, by SQLite; so has one
 * with a row that doesn't arrive whole, or with a value whose line could be taken for another's.
 *
 * @returns undefined for a table that isn't stored in the order of its key
 */
export function storedBlocks(
  input: VerifyInput,
  pair: TablePair,
  key: readonly KeyPart[],
): Generator<Block> | undefined {
  const [first, ...others] = key;
  if (pair.table.primaryKey?.rowidAlias !== true || first === undefined || others.length > 0)
    return undefined;
  const write = lineWriter(pair, first.index);
  return write && readBlocks(input, pair.table, write, first.name);
}

function* readBlocks(
  { db, source, keep }: VerifyInput,
  table: SourceTable,
  write: LineWriter,
  key: string,
): Generator<Block> {
  using records = openStoredRecords(db, source.file.encoding, table);
  if (records === undefined) {
    yield 'unusual';
    return;
  }
  const isTouched = touchFinder(db, keep, table, key);
  const lines = Buffer.allocUnsafe(4 * mostBytes);
  let span: Span = {};
  let count = 0;
  let size = 0;
  let end = 0;
  let last = 0;
  /** Negative once a row was met that can't be written. */
  const block = (): Block =>
    end < 0 || isTouched(span) ? span : digestLines(span, count, lines.subarray(0, end), false);
  let step = records.next();
  for (; step === 'row'; step = records.next()) {
    if (count === mostRows || size > mostBytes) {
      const upTo = [0, last, last];
      span = { ...span, upTo };
      yield block();
      span = { after: upTo };
      count = 0;
      size = 0;
      end = 0;
    }
    // What runs over a page is brought together by the reader that the copy has too.
    const fits = end >= 0 && !records.spilled && end + mostLineBytes(records) <= lines.length;
    end = fits ? write(records, lines, end) : -1;
    count += 1;
    size += records.size;
    last = records.rowid;
  }
  yield step === 'end' ? block() : step;
}

/** Finds out whether a span holds a row that doesn't arrive, or arrives with a value left out. */
function touchFinder(
  db: Database,
  keep: RowFilter,
  table: SourceTable,
  key: string,
): (span: Span) => boolean {
  const kept = keep.keepSql(table);
  const replaced = table.columns.flatMap(({ name }) => {
    const value = keep.valueSql(table, name);
    return value === quoteName(name) ? [] : [`${value} IS NOT ${quoteName(name)}`];
  });
  const touched = [...(kept === 'TRUE' ? [] : [`NOT (${kept})`]), ...replaced];
  if (touched.length === 0) return () => false;
  const statements = spanStatements<number>(db, [quoteName(key)], (where) => {
    return `SELECT EXISTS (SELECT 1 FROM ${quoteName(table.name)} WHERE (${where}) AND (${touched.join(' OR ')}))`;
  });
  return (span) => {
    const { statement, params } = statements(span);
    return statement.pluck().get(...params) === 1;
  };
}
