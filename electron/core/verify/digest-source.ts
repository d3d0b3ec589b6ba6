import type { StageContext } from '../../../shared/progress.ts';
import { type BlockDigest, digestLines } from './block-digest.ts';
import { Buckets } from './buckets.ts';
import type { Cell } from './cell.ts';
import { oneText } from './one-text.ts';
import { pause } from './pause.ts';
import { commonOrder, isInOrder, type KeyPart } from './row-order.ts';
import { type SourceReading, sourceReading } from './source-reading.ts';
import { type Block, storedBlocks } from './stored-blocks.ts';
import { type TablePair, tablePairs } from './table-pairs.ts';
import type { VerifyInput } from './verify-input.ts';
import type { Span } from './walk.ts';

/** What a table should hold: blocks where both sides sort alike, else buckets of rows in any order. */
export type TableDigest =
  | {
      readonly kind: 'ordered';
      readonly rows: number;
      readonly key: readonly KeyPart[];
      readonly blocks: readonly BlockDigest[];
    }
  | { readonly kind: 'unordered'; readonly rows: number; readonly buckets: Buckets };

/** By table name. */
export type SourceDigests = ReadonlyMap<string, TableDigest>;

/**
 * Reads the snapshot and digests what each table of the target should hold. Needs no server.
 *
 * @throws RollcallError `cancelled`
 */
export async function digestSource(input: VerifyInput, context: StageContext): Promise<SourceDigests> {
  const pairs = tablePairs(input.source, input.plan);
  const total = pairs.reduce((sum, { table }) => sum + table.rows, 0);
  const digests = new Map<string, TableDigest>();
  let before = 0;
  for (const pair of pairs) {
    const { name, rows } = pair.table;
    const advance = (done: number) =>
      context.advance({ done: before + done, total, table: name, rows: done });
    digests.set(name, await digestTable(input, pair, context.signal, advance));
    before += rows;
    context.advance({ done: before, total, table: name, rows });
  }
  return digests;
}

type Advance = (rows: number) => void;

async function digestTable(
  input: VerifyInput,
  pair: TablePair,
  signal: AbortSignal,
  advance: Advance,
): Promise<TableDigest> {
  const key = commonOrder(pair.table, pair.planned, input.source.file.encoding);
  const inOrder = key === undefined ? undefined : await digestInOrder(input, pair, key, signal, advance);
  return inOrder ?? (await digestInBuckets(input, pair, signal, advance));
}

/** Undefined when a key turns up that the two sides would sort differently. */
async function digestInOrder(
  input: VerifyInput,
  pair: TablePair,
  key: readonly KeyPart[],
  signal: AbortSignal,
  advance: Advance,
): Promise<TableDigest | undefined> {
  const source = sourceReading(input, pair, key);
  const stored = storedBlocks(input, pair, key);
  const digest = (blocks: Iterable<Block>) => digestBlocks(blocks, source, key, signal, advance);
  return (stored && (await digest(stored))) ?? (await digest(source.spans()));
}

/** Undefined when the blocks end before their time, or a key turns up that the two sides would sort differently. */
async function digestBlocks(
  found: Iterable<Block>,
  source: SourceReading,
  key: readonly KeyPart[],
  signal: AbortSignal,
  advance: Advance,
): Promise<TableDigest | undefined> {
  const blocks: BlockDigest[] = [];
  let rows = 0;
  for (const block of found) {
    if (block === 'unusual') return undefined;
    const digest = 'digest' in block ? block : digestExactly(block, source, key);
    if (digest === undefined) return undefined;
    blocks.push(digest);
    rows += digest.rows;
    advance(rows);
    await pause(signal);
  }
  return { kind: 'ordered', rows, key, blocks };
}

/** Undefined when a key turns up that the two sides would sort differently. */
function digestExactly(span: Span, source: SourceReading, key: readonly KeyPart[]): BlockDigest | undefined {
  const rows = source.cells(span);
  const inOrder = rows.every((row) => key.every((part) => isInOrder(part, row[part.index])));
  return inOrder ? digestRows(span, rows, source) : undefined;
}

/** Digests a block value by value. */
export function digestRows(span: Span, rows: readonly Cell[][], source: SourceReading): BlockDigest {
  let lines = '';
  for (const row of rows) lines += source.line(row);
  return digestLines(span, rows.length, Buffer.from(lines), true);
}

async function digestInBuckets(
  input: VerifyInput,
  pair: TablePair,
  signal: AbortSignal,
  advance: Advance,
): Promise<TableDigest> {
  const source = sourceReading(input, pair);
  const one = oneText(pair.planned);
  const buckets = new Buckets(pair.table.rows);
  let rowsSoFar = 0;
  for (const span of source.spans()) {
    const rows = source.cells(span);
    for (const row of rows) buckets.add(one(source.line(row)));
    rowsSoFar += rows.length;
    advance(rowsSoFar);
    await pause(signal);
  }
  return { kind: 'unordered', rows: rowsSoFar, buckets };
}
