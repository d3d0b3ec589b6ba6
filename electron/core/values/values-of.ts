import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Encoding, SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import { openStoredRows } from '../source/stored-rows.ts';
import { isText } from '../source/text-bytes.ts';
import type { StoredValue } from './stored-value.ts';
import { readerOf } from './value-reader.ts';

/** One value that isn't NULL, with the key of its row as text. */
export interface KeyedValue {
  readonly key: string;
  readonly value: NonNullable<StoredValue>;
  /** False for a text whose bytes are none in the file's encoding; `value` then is what could be read of it. */
  readonly validText: boolean;
}

interface Options {
  readonly encoding: Encoding;
  readonly signal: AbortSignal;
}

/** Rows after which whoever waits has a turn. */
const rowsPerTurn = 2_000;

/**
 * Reads the values of one column in the order of their rows, NULLs left out: for the few columns whose content the
 * screening left in doubt. They come from the file's pages as long as those can be read, and from SQLite after that.
 */
export async function* valuesOf(
  db: Database,
  table: SourceTable,
  column: string,
  options: Options,
): AsyncGenerator<readonly KeyedValue[]> {
  const read =
    table.rowidName === undefined ? nothingRead : yield* storedValuesOf(db, table, column, options);
  if (read.rows < table.rows) yield* queriedValuesOf(db, table, column, { ...options, ...read });
}

/** How far a table was read. */
interface Read {
  readonly rows: number;
  /** Rowid of the last of them. */
  readonly after?: number;
}

const nothingRead: Read = { rows: 0 };

async function* storedValuesOf(
  db: Database,
  table: SourceTable,
  column: string,
  { encoding, signal }: Options,
): AsyncGenerator<readonly KeyedValue[], Read> {
  using rows = openStoredRows(db, encoding, table);
  if (rows === undefined) return nothingRead;
  const readValue = readerOf(rows, table, column);
  let read = nothingRead;
  for (;;) {
    const values: KeyedValue[] = [];
    const end = Math.min(table.rows, read.rows + rowsPerTurn);
    let { rows: done, after } = read;
    for (; done < end && rows.next() === 'row'; done += 1) {
      after = rows.rowid;
      const value = readValue();
      if (value !== null) values.push(value);
    }
    read = after === undefined ? nothingRead : { rows: done, after };
    if (values.length > 0) yield values;
    if (done < end || done === table.rows) return read;
    await setImmediate();
    signal.throwIfAborted();
  }
}

async function* queriedValuesOf(
  db: Database,
  table: SourceTable,
  column: string,
  { encoding, signal, ...read }: Options & Read,
): AsyncGenerator<readonly KeyedValue[]> {
  db.function('rollcall_is_text', { deterministic: true }, (bytes: unknown) =>
    bytes instanceof Uint8Array && isText(bytes, encoding) ? 1 : 0,
  );
  const name = quoteName(column);
  const valid = `typeof(${name}) <> 'text' OR rollcall_is_text(CAST(${name} AS BLOB))`;
  const select = `SELECT CAST(${rowKeySql(table)} AS TEXT), ${name}, ${valid} FROM ${quoteName(table.name)}`;
  for (const block of blocks(db, table, rowsPerTurn, read)) {
    const rows = db
      .prepare<unknown[], [string, NonNullable<StoredValue>, bigint]>(
        `${select} WHERE (${block.where}) AND ${name} IS NOT NULL`,
      )
      .raw()
      .safeIntegers()
      .all(...block.params);
    yield rows.map(([key, value, validText]) => ({ key, value, validText: validText === 1n }));
    await setImmediate();
    signal.throwIfAborted();
  }
}
