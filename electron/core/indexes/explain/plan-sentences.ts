import type { PlanNote } from '../../../../shared/explain.ts';
import type { LongestSentence, PlanSentence } from '../../../../shared/plan-sentence.ts';
import type { Grammar } from '../../postgres/grammar.ts';
import { indexableColumns } from './indexable-columns.ts';
import { type Taken, takenBy } from './own-time.ts';
import type { RawNode, RawPlan } from './raw-plan.ts';
import { readToTheEnd } from './read-to-the-end.ts';

/** Rows or runs from which on a step is worth a word. */
const many = 1000;
/** How far an estimate has to be off for it to mislead the planner. */
const hundredfold = 100;
/** What a step has to take of the whole for it to matter whether it could be quicker. */
const worthAWord = 0.1;

interface Timed extends Taken {
  readonly node: RawNode;
}

/**
 * What a plan means: what it took, where the time went, and what may help, where that follows from what was measured.
 *
 * @param notes what is said of the steps themselves
 */
export function planSentences(
  { Plan: root, 'Execution Time': ms }: RawPlan,
  notes: readonly PlanNote[],
  grammar: Grammar,
): PlanSentence[] {
  if (ms === undefined) return [{ code: 'not-run' }];
  const timed = [...takenBy(root)].map(([node, taken]) => ({ node, ...taken }));
  const longest = timed.reduce((most, one) => (one.self > most.self ? one : most));
  const toTheEnd = readToTheEnd(root);
  const where = longestSentence(longest, ms, toTheEnd.get(longest.node) === true);
  const help = timed
    .filter(({ self }) => self >= worthAWord * ms)
    .toSorted((one, other) => other.self - one.self)
    .flatMap(({ node }) => [...missingIndex(node, grammar), ...spilledSort(node)]);
  const told = [...unlikeOnes(help), ...wrongEstimates(toTheEnd)];
  const standsOut =
    told.length > 0 ||
    notes.some((note) => note !== 'never run') ||
    (where.code === 'again' && where.times >= many);
  return [{ code: 'took', ms }, where, ...told, ...(standsOut ? [] : [{ code: 'nothing' as const }])];
}

function longestSentence({ node, self }: Timed, whole: number, toTheEnd: boolean): LongestSentence {
  const longest = { ms: self, most: self >= whole / 2 };
  const { 'Node Type': kind, 'Relation Name': table, 'Actual Loops': times = 1 } = node;
  if (table !== undefined && /Seq Scan|Index|Bitmap/.test(kind)) {
    if (times > 1 && node['Parallel Aware'] !== true) return { code: 'again', ...longest, table, times };
    const kept = rowsOf(node);
    if (/Index|Bitmap/.test(kind)) return { code: 'by-index', ...longest, table, rows: kept };
    const rows = kept + leftOut(node);
    if (!toTheEnd) return { code: 'until-enough', ...longest, table, rows };
    return rows === kept
      ? { code: 'whole-table', ...longest, table, rows }
      : { code: 'whole-table-kept', ...longest, table, rows, kept };
  }
  if (kind.endsWith('Sort')) return { code: 'sort', ...longest, rows: rowsOf(node) };
  if (kind === 'Aggregate' || kind === 'Group') {
    const drawn = (node.Plans ?? []).filter((one) => one['Parent Relationship'] === 'Outer');
    return { code: 'group', ...longest, rows: drawn.reduce((sum, one) => sum + rowsOf(one), 0) };
  }
  if (joins.has(kind)) return { code: 'join', ...longest };
  if (kind.startsWith('Gather')) return { code: 'gather', ...longest };
  return { code: 'step', ...longest, kind };
}

/** A hash is made for a join. */
const joins: ReadonlySet<string> = new Set(['Nested Loop', 'Hash Join', 'Merge Join', 'Hash']);

/** EXPLAIN gives the mean of a node's runs, since PostgreSQL 18 with a fraction. */
function rowsOf({ 'Actual Rows': rows = 0, 'Actual Loops': loops = 1 }: RawNode): number {
  return Math.round(rows * loops);
}

function leftOut({ 'Rows Removed by Filter': rows = 0, 'Actual Loops': loops = 1 }: RawNode): number {
  return Math.round(rows * loops);
}

/** A table that is read as a whole for few of its rows, by columns that an index could be searched for. */
function missingIndex(node: RawNode, grammar: Grammar): PlanSentence[] {
  const { 'Node Type': kind, 'Relation Name': table, Alias: alias, Filter: filter } = node;
  if (kind !== 'Seq Scan' || table === undefined || filter === undefined) return [];
  if (leftOut(node) < Math.max(many, 10 * rowsOf(node))) return [];
  const columns = indexableColumns(filter, alias, grammar);
  return columns.length === 0 ? [] : [{ code: 'index-may-help', table, columns }];
}

/** Each process sorts its own part. */
function spilledSort(node: RawNode): PlanSentence[] {
  const kilobytes = [node, ...(node.Workers ?? [])].reduce(
    (sum, one) => sum + (one['Sort Space Type'] === 'Disk' ? (one['Sort Space Used'] ?? 0) : 0),
    0,
  );
  return kilobytes === 0 ? [] : [{ code: 'sort-spilled', bytes: kilobytes * 1024 }];
}

/** Of tables alone: what ANALYZE counts. How many rows a join gives follows from them. */
function wrongEstimates(nodes: ReadonlyMap<RawNode, boolean>): PlanSentence[] {
  return unlikeOnes(
    [...nodes].flatMap(([node, toTheEnd]): PlanSentence[] => {
      const { 'Relation Name': table, 'Plan Rows': planned, 'Actual Loops': loops = 0 } = node;
      if (table === undefined || loops === 0) return [];
      const came = rowsOf(node);
      const expected = Math.round(planned * loops);
      const isOff =
        (came >= many && came >= hundredfold * Math.max(1, expected)) ||
        (toTheEnd && expected >= many && expected >= hundredfold * Math.max(1, came));
      return isOff ? [{ code: 'estimate-off', table, expected, came }] : [];
    }),
  );
}

/** The parts of a partitioned table, or a table that a query names twice, may want the same. */
function unlikeOnes(sentences: readonly PlanSentence[]): PlanSentence[] {
  return [...new Map(sentences.map((one) => [JSON.stringify(one), one])).values()];
}
