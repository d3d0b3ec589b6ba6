import { hash } from 'node:crypto';
import type { BlockDigest } from './block-digest.ts';
import type { Comparison } from './comparison.ts';
import { splitLine } from './copy-text.ts';
import type { Differences } from './differences.ts';
import { digestRows, type TableDigest } from './digest-source.ts';
import { pause } from './pause.ts';
import { compareKeys, type KeyPart } from './row-order.ts';
import type { SourceRow } from './source-reading.ts';
import type { TargetLines } from './target-lines.ts';

/** What was found of a table on the target. */
export interface Compared {
  readonly rows: number;
  /** Of what the source's blocks should be, in their order. */
  readonly digests: readonly Buffer[];
}

/**
 * Compares a table block by block with what the server prints in key order. A block that SQLite joined and that
 * differs is read again value by value. Where the digests still differ, both sides are walked along the key.
 */
export async function compareOrdered(
  { key, blocks }: Extract<TableDigest, { kind: 'ordered' }>,
  lines: TargetLines,
  { source, differences, signal, advance }: Comparison,
): Promise<Compared> {
  const walk = new KeyWalk(key, lines, differences);
  const digests: Buffer[] = [];
  for (const block of blocks) {
    let expected = block;
    let equal = await walk.passEqual(expected);
    if (!equal && !block.exact) {
      expected = digestRows(block.span, source.cells(block.span), source);
      equal = await walk.passEqual(expected);
    }
    if (!equal) await walk.along(source.rows(block.span));
    digests.push(expected.digest);
    advance(walk.rows);
    await pause(signal);
  }
  await walk.toEnd(signal);
  return { rows: walk.rows, digests };
}

/** Walks along the target's lines, and tells the rows that the source hasn't got or has only once. */
class KeyWalk {
  /** Of the target, so far. */
  rows = 0;
  private readonly key: readonly KeyPart[];
  private readonly lines: TargetLines;
  private readonly differences: Differences;
  /** The last line taken. */
  private last: Buffer = Buffer.alloc(0);

  constructor(key: readonly KeyPart[], lines: TargetLines, differences: Differences) {
    this.key = key;
    this.lines = lines;
    this.differences = differences;
  }

  /** Takes the next lines if they are as they should be. */
  async passEqual({ rows, bytes, digest }: BlockDigest): Promise<boolean> {
    const found = await this.lines.peek(bytes);
    const equal = hash('sha256', found, 'buffer').equals(digest);
    if (equal) this.take(rows, found, found.subarray(found.lastIndexOf('\n', -2) + 1));
    return equal;
  }

  /** Takes the lines up to the key of the last expected row, and compares row by row. */
  async along(expected: readonly SourceRow[]): Promise<void> {
    for (const row of expected) {
      if (!(await this.find(row))) this.differences.missing(row);
    }
  }

  /** Takes the lines that are left. */
  async toEnd(signal: AbortSignal): Promise<void> {
    for (let line = await this.lines.peekLine(); line !== undefined; line = await this.lines.peekLine()) {
      this.reportUnexpected(line);
      if (this.rows % 1000 === 0) await pause(signal);
    }
  }

  private async find(row: SourceRow): Promise<boolean> {
    for (let line = await this.lines.peekLine(); line !== undefined; line = await this.lines.peekLine()) {
      const target = splitLine(line);
      const order = compareKeys(this.key, target, row.texts);
      if (order > 0) return false;
      if (order === 0) {
        this.differences.compareRows(row, target);
        this.take(1, line, line);
        return true;
      }
      this.reportUnexpected(line);
    }
    return false;
  }

  private reportUnexpected(line: Buffer): void {
    const target = splitLine(line);
    const doubles = this.rows > 0 && compareKeys(this.key, target, splitLine(this.last)) === 0;
    if (doubles) this.differences.doubled(target);
    else this.differences.extra(target);
    this.take(1, line, line);
  }

  private take(rows: number, bytes: Buffer, last: Buffer): void {
    this.lines.take(bytes.length);
    this.rows += rows;
    if (rows > 0) this.last = last;
  }
}
