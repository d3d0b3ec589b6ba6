import { hash } from 'node:crypto';
import type { Client } from 'pg';
import type { StageContext } from '../../../shared/progress.ts';
import type { Mismatch } from '../../../shared/run.ts';
import { sideBySide } from '../postgres/side-by-side.ts';
import { Buckets } from './buckets.ts';
import { withCancellingClient } from './cancelling-client.ts';
import { readColumns, serverName } from './catalog.ts';
import { type Compared, compareOrdered } from './compare-ordered.ts';
import { bucketsToOpen, compareBuckets, digestTarget } from './compare-unordered.ts';
import type { Comparison } from './comparison.ts';
import { Differences } from './differences.ts';
import type { SourceDigests, TableDigest } from './digest-source.ts';
import { halvesOf, type Part } from './halves.ts';
import { sourceReading } from './source-reading.ts';
import { type TablePair, tablePairs } from './table-pairs.ts';
import { type TargetLines, withTargetLines } from './target-lines.ts';
import type { VerifyInput } from './verify-input.ts';

/** What became of one table. */
export interface VerifiedTable {
  readonly table: string;
  readonly targetRows: number;
  /** True only when every value was read back and compared equal. */
  readonly verified: boolean;
  /** SHA-256 over the digests of the source's blocks, lower-case hex; over none when there was nothing to compare. */
  readonly digest: string;
  /** The first hundred. */
  readonly mismatches: readonly Mismatch[];
  /** All that were found; without a key at least so many, when they are too many to hold. */
  readonly mismatchCount: number;
}

export interface TargetVerification {
  readonly tables: readonly VerifiedTable[];
}

/**
 * Reads the target's tables as the server prints them and compares them with the digests of the source.
 * Where these differ, it goes down to the row and the column.
 *
 * @throws RollcallError `cancelled`, within a second of the signal
 * @throws whatever the server says when it fails
 */
export async function verifyTarget(
  input: VerifyInput,
  digests: SourceDigests,
  context: StageContext,
): Promise<TargetVerification> {
  const pairs = tablePairs(input.source, input.plan);
  const total = pairs.reduce((sum, { table }) => sum + table.rows, 0);
  return await withCancellingClient(input.connect, context.signal, async (client) => {
    const tables: VerifiedTable[] = [];
    let before = 0;
    for (const pair of pairs) {
      const { name, rows } = pair.table;
      const digest = digests.get(name);
      if (digest === undefined) throw new Error(`There is no digest of the source's table ${name}`);
      const advance = (done: number) =>
        context.advance({ done: before + Math.min(done, rows), total, table: name, rows: done });
      tables.push(await verifyTable(input, pair, digest, client, context.signal, advance));
      before += rows;
      context.advance({ done: before, total, table: name, rows });
    }
    return { tables };
  });
}

type Advance = (rows: number) => void;

async function verifyTable(
  input: VerifyInput,
  pair: TablePair,
  digest: TableDigest,
  client: Client,
  signal: AbortSignal,
  advance: Advance,
): Promise<VerifiedTable> {
  const { table, planned } = pair;
  const differences = new Differences(planned, table.rowidName);
  const there = await hasColumns(input.schema, pair, client, differences);
  const { rows: targetRows, digests } = there
    ? await compareTable(input, pair, digest, client, { differences, signal, advance })
    : { rows: 0, digests: [] };
  const expectedRows = table.rows - input.keep.quarantined(table.name);
  if (digest.rows !== expectedRows || targetRows !== expectedRows) {
    differences.add({ kind: 'count', source: String(expectedRows), target: String(targetRows) });
  }
  return {
    table: table.name,
    targetRows,
    verified: differences.count === 0,
    digest: hash('sha256', Buffer.concat(digests), 'hex'),
    mismatches: differences.mismatches,
    mismatchCount: differences.count,
  };
}

async function hasColumns(
  schema: string,
  { planned }: TablePair,
  client: Client,
  differences: Differences,
): Promise<boolean> {
  const names = planned.columns.map(({ name }) => name);
  const columns = await readColumns(client, schema, planned.name);
  if (columns === undefined) {
    differences.add({ kind: 'table', source: planned.name });
    return false;
  }
  const missing = names.filter((name) => !columns.some((column) => column.name === serverName(name)));
  for (const column of missing) differences.add({ kind: 'column', column, source: column });
  return missing.length === 0;
}

async function compareTable(
  input: VerifyInput,
  pair: TablePair,
  digest: TableDigest,
  client: Client,
  { differences, signal, advance }: Omit<Comparison, 'source'>,
): Promise<Compared> {
  const key = digest.kind === 'ordered' ? digest.key : undefined;
  const comparison = { source: sourceReading(input, pair, key), differences, signal, advance };
  if (digest.kind === 'ordered') return compareHalves(input, pair, halvesOf(digest), client, comparison);
  const readTarget = <T>(work: (lines: TargetLines) => Promise<T>) =>
    withTargetLines(client, input.schema, pair.planned, key, signal, work);
  const found = new Buckets(pair.table.rows);
  const rows = await readTarget((lines) => digestTarget(pair.planned, lines, found, comparison));
  const compared = { rows, digests: [digest.buckets.digest()] };
  const { open, left } = bucketsToOpen(digest.buckets, found);
  if (open.size === 0) return compared;
  await readTarget((lines) => compareBuckets(pair.planned, found, open, lines, comparison));
  if (left > 0) differences.add({ kind: 'count', source: `${left} more groups of rows`, target: 'differ' });
  return compared;
}

/** Compares the parts of a table at the same time, the second one by a connection of its own. */
async function compareHalves(
  { connect, schema }: VerifyInput,
  { planned }: TablePair,
  [first, second]: ReturnType<typeof halvesOf>,
  client: Client,
  comparison: Comparison,
): Promise<Compared> {
  const seen = { first: 0, second: 0 };
  const compare = (part: Part, half: keyof typeof seen, own: Client, signal: AbortSignal) => {
    const advance = (rows: number) => {
      seen[half] = rows;
      comparison.advance(seen.first + seen.second);
    };
    const { digest, where } = part;
    const work = (lines: TargetLines) => compareOrdered(digest, lines, { ...comparison, signal, advance });
    return withTargetLines(own, schema, planned, digest.key, signal, work, where);
  };
  if (second === undefined) return compare(first, 'first', client, comparison.signal);
  const [one, other] = await sideBySide(
    comparison.signal,
    (signal) => compare(first, 'first', client, signal),
    (signal) =>
      withCancellingClient(connect, signal, (another) => compare(second, 'second', another, signal)),
  );
  return { rows: one.rows + other.rows, digests: [...one.digests, ...other.digests] };
}
