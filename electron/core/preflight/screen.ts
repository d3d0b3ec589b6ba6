import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source, SourceColumn, SourceTable } from '../../../shared/source.ts';
import { type Block, blocks } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import { type DeclaredType, readDeclaredType } from '../values/declared-type.ts';
import type { StoredValue } from '../values/stored-value.ts';

/** Which storage classes a column holds besides NULL. `numbers`: REAL, or REAL and INTEGER. */
export type Storage = 'nothing' | 'integers' | 'numbers' | 'texts' | 'blobs' | 'mixed' | 'unknown';

/** What one pass of aggregates tells about a column. */
export interface Screened {
  readonly column: SourceColumn;
  readonly declared: DeclaredType;
  nonNull: number;
  storage: Storage;
  /** Whether the bytes of texts were looked at; not in UTF-16 files, nor where no text was expected. */
  readonly bytesSeen: boolean;
  /** Range of a column of integers. */
  min?: bigint;
  max?: bigint;
  /** Longest text or blob in bytes; known for declared lengths only. */
  maxBytes: number;
  /** False when some text isn't valid UTF-8. */
  validUtf8: boolean;
  nulBytes: boolean;
  /** Whether some text has a character that COPY's text format escapes. */
  escapes: boolean;
  /** Every text is a valid date, timestamp or time of day that PostgreSQL reads as it stands. */
  allIso: boolean;
}

/** Rows in one aggregate query: long enough that SQLite works, short enough to stop within a moment. */
const blockRows = 10_000;
/** SQLite allows 2,000 result columns; each column of a table takes up to six. */
const columnsPerQuery = 300;

const validDate =
  '(?:\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)' +
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
const validClock = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?';
const isoLists = {
  date: new RegExp(`^(?!0000)(?:(?!0000)${validDate},)*(?!0000)${validDate}$`),
  timestamp: new RegExp(
    `^(?:(?!0000)${validDate}(?:[ T]${validClock})?,)*(?!0000)${validDate}(?:[ T]${validClock})?$`,
  ),
  time: new RegExp(`^(?:${validClock},)*${validClock}$`),
};

/**
 * Screens every column of a table in one pass of aggregate SQL, block by block.
 *
 * The proofs rest on SQLite's order of storage classes, NULL < numbers < TEXT < BLOB (Datatypes In
 * SQLite, section 4.1): when the smallest and the largest value are texts, all are. Of numbers,
 * `sum(c * 0)` is an integer exactly when none is REAL (Built-in Aggregate Functions, sum).
 */
export async function screenTable(
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
  for (const block of blocks(db, table, blockRows)) {
    for (const { columns, sql } of groups) {
      const row = readAggregates(db, sql, block);
      columns.forEach((column, position) => {
        merge(column, new BlockAggregates(row, position));
      });
    }
    done += block.rows;
    context.advance({ done, total: table.rows, table: table.name, rows: done });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  return screened;
}

function unscreened(column: SourceColumn, utf8: boolean): Screened {
  const declared = readDeclaredType(column.declaredType);
  return {
    column,
    declared,
    bytesSeen: utf8 && textual.has(declared.kind),
    nonNull: 0,
    storage: 'nothing',
    maxBytes: 0,
    validUtf8: true,
    nulBytes: false,
    escapes: false,
    allIso: true,
  };
}

const textual = new Set<DeclaredType['kind']>([
  'text',
  'varchar',
  'date',
  'time',
  'timestamp',
  'json',
  'uuid',
  'none',
]);

function screenSql(table: SourceTable, columns: readonly Screened[]): string {
  const aggregates = columns.flatMap(({ column, declared, bytesSeen }, position) => {
    const name = quoteName(column.name);
    return [
      `count(${name}) AS n${position}`,
      `min(${name}) AS lo${position}`,
      `max(${name}) AS hi${position}`,
      ...(declared.kind === 'text' || declared.kind === 'blob'
        ? []
        : [`sum(${name} * 0) AS zero${position}`]),
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

/** The aggregates of one column over one block, as they come back. */
class BlockAggregates {
  readonly nonNull: number;
  readonly min: StoredValue;
  readonly max: StoredValue;
  readonly zero: StoredValue | undefined;
  readonly maxBytes: number;
  readonly joined: Buffer | undefined;

  constructor(row: Record<string, StoredValue>, position: number) {
    this.nonNull = Number(row[`n${position}`] ?? 0);
    this.min = row[`lo${position}`] ?? null;
    this.max = row[`hi${position}`] ?? null;
    this.zero = row[`zero${position}`];
    this.maxBytes = Number(row[`bytes${position}`] ?? 0);
    const joined = row[`joined${position}`];
    this.joined = Buffer.isBuffer(joined) ? joined : undefined;
  }

  get storage(): Storage {
    const { min, max } = this;
    if (min === null || max === null) return 'nothing';
    if (typeof min === 'string' && typeof max === 'string') return 'texts';
    if (min instanceof Uint8Array && max instanceof Uint8Array) return 'blobs';
    if (!isNumber(min) || !isNumber(max)) return 'mixed';
    return typeof this.zero === 'bigint' && typeof min === 'bigint' && typeof max === 'bigint'
      ? 'integers'
      : 'numbers';
  }
}

function isNumber(value: StoredValue): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

function merge(screened: Screened, block: BlockAggregates): void {
  if (block.nonNull === 0) return;
  screened.nonNull += block.nonNull;
  screened.maxBytes = Math.max(screened.maxBytes, block.maxBytes);
  screened.storage = join(screened.storage, block.storage);
  if (typeof block.min === 'bigint' && typeof block.max === 'bigint') {
    screened.min = screened.min === undefined || block.min < screened.min ? block.min : screened.min;
    screened.max = screened.max === undefined || block.max > screened.max ? block.max : screened.max;
  }
  if (screened.storage === 'texts' && block.joined) mergeText(screened, block.joined);
  else screened.allIso = false;
}

function join(one: Storage, other: Storage): Storage {
  if (one === 'nothing' || one === other) return other;
  if (other === 'nothing') return one;
  const both = new Set([one, other]);
  return both.has('integers') && both.has('numbers') ? 'numbers' : 'mixed';
}

const escaped = ['\\', '\n', '\t', '\r'].map((character) => character.charCodeAt(0));

function mergeText(screened: Screened, joined: Buffer): void {
  screened.validUtf8 &&= isUtf8(joined);
  screened.nulBytes ||= joined.includes(0);
  screened.escapes ||= escaped.some((code) => joined.includes(code));
  const { kind } = screened.declared;
  const list = kind === 'date' || kind === 'timestamp' || kind === 'time' ? isoLists[kind] : undefined;
  screened.allIso &&= list?.test(joined.toString('latin1')) ?? false;
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
