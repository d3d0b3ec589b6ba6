import { hash } from 'node:crypto';
import { splitLine } from './copy-text.ts';
import type { Differences, SourceRow } from './differences.ts';
import type { BlockDigest, SourceReading } from './digest-source.ts';
import { pause } from './pause.ts';
import { compareKeys, type KeyPart } from './row-order.ts';
import type { TargetLines } from './target-lines.ts';

/**
 * Compares a table block by block with what the server prints in key order. Where the digests differ, the
 * block is read again and both sides are walked along the key.
 *
 * @returns the rows that the target has
 */
export async function compareOrdered(
  key: readonly KeyPart[],
  blocks: readonly BlockDigest[],
  { read, text }: SourceReading,
  lines: TargetLines,
  differences: Differences,
  signal: AbortSignal,
  advance: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  for (const block of blocks) {
    const bytes = await lines.peek(block.bytes);
    if (hash('sha256', bytes, 'buffer').equals(block.digest)) {
      lines.take(block.bytes);
      rows += block.rows;
    } else {
      const expected = read(block.span).map((cells) => ({ cells, texts: text.texts(cells) }));
      rows += await walkAlong(key, expected, lines, differences);
    }
    advance(rows);
    await pause(signal);
  }
  return rows + (await reportRest(lines, differences, signal));
}

/** Takes the target's lines up to the key of the last expected row. */
async function walkAlong(
  key: readonly KeyPart[],
  expected: readonly SourceRow[],
  lines: TargetLines,
  differences: Differences,
): Promise<number> {
  let rows = 0;
  for (const row of expected) {
    let found = false;
    for (;;) {
      const line = await lines.peekLine();
      if (line === undefined) break;
      const target = splitLine(line);
      const order = compareKeys(key, target, row.texts);
      if (order > 0) break;
      lines.take(line.length);
      rows += 1;
      if (order < 0) differences.extra(target);
      else if (found) differences.doubled(target);
      else differences.compareRows(row, target);
      found ||= order === 0;
    }
    if (!found) differences.missing(row);
  }
  return rows;
}

async function reportRest(
  lines: TargetLines,
  differences: Differences,
  signal: AbortSignal,
): Promise<number> {
  let rows = 0;
  for (;;) {
    const line = await lines.peekLine();
    if (line === undefined) return rows;
    differences.extra(splitLine(line));
    lines.take(line.length);
    rows += 1;
    if (rows % 1000 === 0) await pause(signal);
  }
}
