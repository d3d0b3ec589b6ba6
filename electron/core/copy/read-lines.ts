import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedTable } from '../../../shared/plan.ts';
import { rowsPerBlock } from '../source/block-size.ts';
import { type Block, blocks, rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { RowFilter } from '../source/row-filter.ts';
import type { AssessedTable } from '../values/assessed.ts';
import type { StoredValue } from '../values/stored-value.ts';
import { type Piece, piecesOf } from './copy-sql.ts';

export interface ReadInput {
  readonly db: Database;
  readonly utf8: boolean;
  readonly assessed: AssessedTable;
  readonly planned: PlannedTable;
  readonly filter: RowFilter;
  readonly signal: AbortSignal;
}

/** One row as COPY takes it, with the key by which the quarantine knows it. */
export interface Line {
  readonly key: string;
  readonly text: string;
}

/** Large enough that SQLite works in long strides, small enough that memory and aborts don't wait. */
const rowsAtMost = 5_000;
const bytesAtMost = 8 * 2 ** 20;

/** Rows as COPY takes them. */
export interface CopyBlock {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** The rows of a table as COPY text, a block at a time. */
export async function* readCopyText(input: ReadInput): AsyncGenerator<CopyBlock> {
  const pieces = piecesOf(input.assessed, input.planned, input.filter);
  const [only, ...more] = pieces;
  const joined = only?.kind === 'text' && more.length === 0 ? only.sql : undefined;
  for await (const block of blocksOf(input)) {
    const bytes =
      joined === undefined
        ? Buffer.from(
            readLines(input, pieces, block, false)
              .map(({ text }) => `${text}\n`)
              .join(''),
          )
        : readJoined(input, joined, block);
    yield { bytes, rows: block.rows };
  }
}

/** The same rows one by one with their keys, for a batch that the server refused. */
export async function* readCopyLines(input: ReadInput): AsyncGenerator<Line[]> {
  const pieces = piecesOf(input.assessed, input.planned, input.filter);
  for await (const block of blocksOf(input)) yield readLines(input, pieces, block, true);
}

async function* blocksOf({ db, assessed: { table }, signal }: ReadInput): AsyncGenerator<Block> {
  for (const block of blocks(db, table, rowsPerBlock(db, table, rowsAtMost, bytesAtMost))) {
    yield block;
    await setImmediate();
    signal.throwIfAborted();
  }
}

/** SQLite joins the rows itself; JavaScript only forwards bytes. */
function readJoined({ db, utf8, assessed: { table }, filter }: ReadInput, row: string, block: Block): Buffer {
  const lines = `group_concat(${row}, char(10)) || char(10)`;
  const sql = `SELECT ${utf8 ? `CAST(${lines} AS BLOB)` : lines} FROM ${quoteName(table.name)}`;
  const text = db
    .prepare<unknown[], Buffer | string | null>(`${sql} WHERE (${block.where}) AND ${filter.keepSql(table)}`)
    .pluck()
    .get(...block.params);
  return typeof text === 'string' ? Buffer.from(text) : (text ?? Buffer.alloc(0));
}

function readLines(
  { db, assessed: { table }, filter }: ReadInput,
  pieces: readonly Piece[],
  block: Block,
  withKey: boolean,
): Line[] {
  const key = withKey ? `CAST(${rowKeySql(table)} AS TEXT)` : "''";
  const select = [key, ...pieces.map(({ sql }) => sql)].join(', ');
  return db
    .prepare<unknown[], [string, ...StoredValue[]]>(
      `SELECT ${select} FROM ${quoteName(table.name)} WHERE (${block.where}) AND ${filter.keepSql(table)}`,
    )
    .raw()
    .safeIntegers()
    .all(...block.params)
    .map(([rowKey, ...values]) => ({
      key: rowKey,
      text: pieces.map((piece, position) => fieldOf(table.name, piece, values[position] ?? null)).join('\t'),
    }));
}

function fieldOf(table: string, piece: Piece, value: StoredValue): string {
  if (piece.kind === 'text') return String(value);
  if (value === null) return '\\N';
  const encoded = piece.encode(value);
  if (typeof encoded === 'string') return escapeField(encoded);
  // The quarantine has taken out all that the encoder refuses; what is left here was never assessed.
  throw rollcallError('value-not-assessed', { table, column: piece.column, reason: encoded.rejected });
}

const special = /[\\\t\n\r]/;

function escapeField(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
