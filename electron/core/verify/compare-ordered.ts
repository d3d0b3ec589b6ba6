import { hash } from 'node:crypto';
import type { Comparison } from './comparison.ts';
import { splitLine } from './copy-text.ts';
import type { Differences } from './differences.ts';
import type { TableDigest } from './digest-source.ts';
import { pause } from './pause.ts';
import { compareKeys, type KeyPart } from './row-order.ts';
import type { SourceRow } from './source-reading.ts';
import type { TargetLines } from './target-lines.ts';

/**
 * Compares a table block by block with what the server prints in key order. Where the digests differ, the
 * block is read again and both sides are walked along the key.
 *
 * @returns the rows that the target has
 */
export async function compareOrdered(
  { key, blocks }: Extract<TableDigest, { kind: 'ordered' }>,
  lines: TargetLines,
  { source, differences, signal, advance }: Comparison,
): Promise<number> {
  const walk = new KeyWalk(key, lines, differences);
  for (const { span, rows, bytes, digest } of blocks) {
    const found = await lines.peek(bytes);
    if (hash('sha256', found, 'buffer').equals(digest)) walk.pass(rows, found);
    else await walk.along(source.rows(span));
    advance(walk.rows);
    await pause(signal);
  }
  await walk.toEnd(signal);
  return walk.rows;
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

  /** Takes lines that are as they should be. */
  pass(rows: number, bytes: Buffer): void {
    this.take(rows, bytes, bytes.subarray(bytes.lastIndexOf('\n', -2) + 1));
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
