import type { PlannedTable } from '../../../shared/plan.ts';
import type { Buckets } from './buckets.ts';
import type { Comparison } from './comparison.ts';
import { splitLine } from './copy-text.ts';
import type { Differences, TargetRow } from './differences.ts';
import { oneText } from './one-text.ts';
import { pause } from './pause.ts';
import type { SourceRow } from './source-reading.ts';
import type { TargetLines } from './target-lines.ts';

/** Rows of both sides that are held at once to find the differing ones. */
const mostHeld = 50_000;
const rowsBetweenPauses = 1000;

/**
 * Digests what the server prints, in any order.
 *
 * @returns the rows that the target has
 */
export async function digestTarget(
  planned: PlannedTable,
  lines: TargetLines,
  into: Buckets,
  { signal, advance }: Comparison,
): Promise<number> {
  const one = oneText(planned);
  return eachLine(lines, signal, (line) => into.add(one(line)), advance);
}

/** Buckets to look into: those that differ, as far as their rows can be held. */
export function bucketsToOpen(source: Buckets, target: Buckets): { open: Set<number>; left: number } {
  const differing = source.differing(target);
  const open = new Set<number>();
  let held = 0;
  for (const bucket of differing) {
    held += (source.counts[bucket] ?? 0) + (target.counts[bucket] ?? 0);
    if (open.size > 0 && held > mostHeld) break;
    open.add(bucket);
  }
  return { open, left: differing.length - open.size };
}

/** Reads the rows of the open buckets from both sides again and names what differs between them. */
export async function compareBuckets(
  planned: PlannedTable,
  buckets: Buckets,
  open: ReadonlySet<number>,
  lines: TargetLines,
  { source, differences, signal }: Comparison,
): Promise<void> {
  const one = oneText(planned);
  const unmatched = new Map<string, SourceRow[]>();
  for (const span of source.spans()) {
    for (const row of source.rows(span)) {
      const line = one(source.line(row.cells)).toString();
      if (!open.has(buckets.bucketOf(line))) continue;
      const same = unmatched.get(line) ?? [];
      same.push(row);
      unmatched.set(line, same);
    }
    await pause(signal);
  }
  const extra: TargetRow[] = [];
  const doubled: TargetRow[] = [];
  await eachLine(lines, signal, (line) => {
    const text = one(line).toString();
    if (!open.has(buckets.bucketOf(text))) return;
    const same = unmatched.get(text);
    if (same === undefined) extra.push(splitLine(line));
    else if (same.pop() === undefined) doubled.push(splitLine(line));
  });
  for (const row of doubled) differences.doubled(row);
  comparePaired(planned, [...unmatched.values()].flat(), extra, differences);
}

/** Pairs the rows that are left on either side, by key or else by likeness, and compares each pair. */
function comparePaired(
  planned: PlannedTable,
  missing: readonly SourceRow[],
  extra: readonly TargetRow[],
  differences: Differences,
): void {
  const pick = planned.primaryKey === undefined ? pickLikest(extra, differences) : pickByKey(planned, extra);
  for (const row of missing) {
    const target = pick.take(row);
    if (target === undefined) differences.missing(row);
    else differences.compareRows(row, target);
  }
  for (const row of pick.rest()) differences.extra(row);
}

interface Pick {
  take(row: SourceRow): TargetRow | undefined;
  rest(): Iterable<TargetRow>;
}

function pickByKey(planned: PlannedTable, extra: readonly TargetRow[]): Pick {
  const places = (planned.primaryKey?.columns ?? []).map((name) =>
    planned.columns.findIndex((column) => column.name === name),
  );
  const keyOf = (texts: readonly (string | null | undefined)[]) =>
    JSON.stringify(places.map((place) => texts[place] ?? null));
  const byKey = Map.groupBy(extra, keyOf);
  return {
    take: (row) => byKey.get(keyOf(row.texts))?.shift(),
    rest: () => [...byKey.values()].flat(),
  };
}

/** How many rows are looked through for the likest one. */
const mostLookedThrough = 1000;

/** Without a key, a changed row is recognised by most of its values. */
function pickLikest(extra: readonly TargetRow[], differences: Differences): Pick {
  const left = new Set(extra);
  return {
    take: (row) => {
      let likest: { readonly target: TargetRow; readonly changed: number } | undefined;
      let looked = 0;
      for (const target of left) {
        looked += 1;
        if (looked > mostLookedThrough) break;
        const changed = differences.differingColumns(row, target).length;
        if (changed * 2 <= target.length && changed < (likest?.changed ?? Infinity))
          likest = { target, changed };
      }
      if (likest !== undefined) left.delete(likest.target);
      return likest?.target;
    },
    rest: () => left,
  };
}

async function eachLine(
  lines: TargetLines,
  signal: AbortSignal,
  visit: (line: Buffer) => void,
  advance?: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  for (;;) {
    const line = await lines.peekLine();
    if (line === undefined) return rows;
    visit(line);
    lines.take(line.length);
    rows += 1;
    if (rows % rowsBetweenPauses !== 0) continue;
    advance?.(rows);
    await pause(signal);
  }
}
