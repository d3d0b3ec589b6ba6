import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';
import { rowsPerBlock } from '../source/block-size.ts';
import { type Block, blocks } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { DeclaredType } from '../values/declared-type.ts';
import { type IsoShape, isIso } from '../values/iso-text.ts';
import type { StoredValue } from '../values/stored-value.ts';
import { bothStorages, type Screened, type Storage, unscreened } from './screened.ts';

/** Rows in one aggregate query: long enough that SQLite works, short enough to stop within a moment. */
const blockRows = 10_000;
/** The texts of a block are joined in memory. */
const blockBytes = 8 * 2 ** 20;
/** SQLite allows 2,000 result columns; each column of a table takes up to six. */
const columnsPerQuery = 300;

/**
 * Screens every column of a table in one pass of aggregate SQL, block by block.
 *
 * The proofs rest on SQLite's order of storage classes, NULL < numbers < TEXT < BLOB (Datatypes In
 * SQLite, section 4.1): when the smallest and the largest value are texts, all are. Of numbers,
 * `sum(c * 0)` is an integer exactly when none is REAL (Built-in Aggregate Functions, sum).
 */
export async function screenBySql(
  db: Database,
  source: Source,
  table: SourceTable,
  context: StageContext,
): Promise<Screened[]> {
  const utf8 = source.file.encoding === 'UTF-8';
  const screened = table.columns.map((column) => unscreened(column, utf8));
  const groups = chunk(screened, columnsPerQuery).map((columns) => ({
    columns,
    sql: screenSql(table, columns),
  }));
  let done = 0;
  for (const block of blocks(db, table, rowsPerBlock(db, table, blockRows, blockBytes))) {
    done += block.rows;
    for (const { columns, sql } of groups) {
      const row = readAggregates(db, sql, block);
      columns.forEach((column, place) => {
        merge(column, aggregatesOf(row, place, column.declared));
      });
    }
    context.advance({ done, total: table.rows, table: table.name, rows: done });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  return screened;
}

/** Where it matters whether numbers are whole; elsewhere any number is out of place. */
const numeric = new Set<DeclaredType['kind']>(['integer', 'real', 'numeric', 'decimal', 'boolean', 'none']);

function screenSql(table: SourceTable, columns: readonly Screened[]): string {
  const aggregates = columns.flatMap(({ column, declared, bytesSeen }, position) => {
    const name = quoteName(column.name);
    // Only the application may know the column's own order of letters.
    const compared = column.collation === undefined ? name : `${name} COLLATE BINARY`;
    return [
      `count(${name}) AS n${position}`,
      `min(${compared}) AS lo${position}`,
      `max(${compared}) AS hi${position}`,
      ...(numeric.has(declared.kind) ? [`sum(${name} * 0) AS zero${position}`] : []),
      ...(declared.kind === 'varchar' ? [`max(octet_length(${name})) AS bytes${position}`] : []),
      ...(bytesSeen ? [`CAST(group_concat(${name}, ',') AS BLOB) AS joined${position}`] : []),
    ];
  });
  return `SELECT ${aggregates.join(', ')} FROM ${quoteName(table.name)}`;
}

function readAggregates(db: Database, sql: string, block: Block): Record<string, StoredValue> {
  const statement = db.prepare<unknown[], Record<string, StoredValue>>(`${sql} WHERE ${block.where}`);
  return statement.safeIntegers().get(...block.params) ?? {};
}

/** What was seen of a column in a part of its table. */
type Seen = Omit<Screened, 'column' | 'declared' | 'bytesSeen'>;

const escaped = ['\\', '\n', '\t', '\r'].map((character) => character.charCodeAt(0));

/** The aggregates of one column over one block, as they come back. */
function aggregatesOf(row: Record<string, StoredValue>, position: number, { kind }: DeclaredType): Seen {
  const min = row[`lo${position}`] ?? null;
  const max = row[`hi${position}`] ?? null;
  const nonNull = Number(row[`n${position}`] ?? 0);
  const joined = row[`joined${position}`];
  const storage = storageOf(min, max, row[`zero${position}`]);
  const text = storage === 'texts' && Buffer.isBuffer(joined) ? joined : undefined;
  const shape = kind === 'date' || kind === 'timestamp' || kind === 'time' ? kind : undefined;
  return {
    nonNull,
    storage,
    ...(typeof min === 'bigint' && typeof max === 'bigint' ? { min, max } : {}),
    infinite: min === -Infinity || max === Infinity,
    maxBytes: Number(row[`bytes${position}`] ?? 0),
    validUtf8: text === undefined || isUtf8(text),
    nulBytes: text?.includes(0) ?? false,
    escapes: text !== undefined && escaped.some((code) => text.includes(code)),
    allIso: text !== undefined && shape !== undefined && isListOf(shape, text, nonNull),
  };
}

/** One value may hold a comma and look like two. */
function isListOf(shape: IsoShape, joined: Buffer, values: number): boolean {
  let found = 0;
  for (let start = 0; start <= joined.length; found += 1) {
    const comma = joined.indexOf(',', start);
    const end = comma < 0 ? joined.length : comma;
    if (!isIso(shape, joined, start, end)) return false;
    start = end + 1;
  }
  return found === values;
}

function storageOf(min: StoredValue, max: StoredValue, zero: StoredValue | undefined): Storage {
  if (min === null || max === null) return 'nothing';
  if (typeof min === 'string' && typeof max === 'string') return 'texts';
  if (min instanceof Uint8Array && max instanceof Uint8Array) return 'blobs';
  if (!isNumber(min) || !isNumber(max)) return 'mixed';
  const whole = typeof zero === 'bigint' && typeof min === 'bigint' && typeof max === 'bigint';
  return whole ? 'integers' : 'numbers';
}

function isNumber(value: StoredValue): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

function merge(screened: Screened, seen: Seen): void {
  if (seen.nonNull === 0) return;
  screened.nonNull += seen.nonNull;
  screened.storage = bothStorages(screened.storage, seen.storage);
  screened.infinite ||= seen.infinite;
  screened.maxBytes = Math.max(screened.maxBytes, seen.maxBytes);
  screened.validUtf8 &&= seen.validUtf8;
  screened.nulBytes ||= seen.nulBytes;
  screened.escapes ||= seen.escapes;
  screened.allIso &&= seen.allIso;
  if (seen.min === undefined || seen.max === undefined) return;
  screened.min = screened.min === undefined || seen.min < screened.min ? seen.min : screened.min;
  screened.max = screened.max === undefined || seen.max > screened.max ? seen.max : screened.max;
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
