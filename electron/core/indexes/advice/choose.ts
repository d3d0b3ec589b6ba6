import type { AdvisedIndex } from '../../../../shared/index-advice.ts';
import type { NewIndex } from '../../../../shared/indexes.ts';
import type { PlannedQuery, Trial } from '../trial/trial.ts';

/** A query with what it weighs: the time that it took in all, or its cost where nobody has measured it. */
export interface Weighed extends PlannedQuery {
  readonly calls: number;
  readonly totalMs: number | undefined;
  /** That it looks into. */
  readonly tables: readonly string[];
}

/** Share of a query's cost that has to go before it counts; the planner's costs aren't more exact. */
const worthwhile = 0.1;
/** Share of the weight of all queries that an index has to save. */
const leastShare = 0.01;
const mostAdvised = 5;
/**
 * Milliseconds that one more B-tree takes of the writing of a row. Measured on the embedded server: 200,000 rows, one
 * by one into up to 600,000, took 2.4 to 4.7 µs each longer with one more index over two columns of random values.
 */
const perRowWritten = 0.004;

export interface Choice {
  readonly advised: AdvisedIndex[];
  /** Queries that the server couldn't plan. */
  readonly unreadable: number;
}

/**
 * Chooses the index that is worth most, then the one that is worth most beside it, and so on until none is.
 *
 * @param rowsWritten into a table in the time in which the queries were counted
 * @param advance hears how many trials of a total were made
 */
export async function chooseIndexes(
  trial: Trial,
  queries: readonly Weighed[],
  candidates: readonly NewIndex[],
  rowsWritten: (table: string) => number,
  advance: (done: number, total: number) => void,
): Promise<Choice> {
  const costs = new Map<Weighed, number>();
  for (const query of queries) {
    const cost = await trial.costOf(query, []);
    if (cost !== undefined) costs.set(query, cost);
  }
  const least = leastShare * [...costs].reduce((sum, [{ totalMs }, cost]) => sum + (totalMs ?? cost), 0);
  const advised: AdvisedIndex[] = [];
  let left = candidates;
  let tried = 0;
  while (advised.length < mostAdvised) {
    const chosen = advised.map(({ index }) => index);
    const offers: Offer[] = [];
    for (const index of left) {
      offers.push(await offerOf(trial, index, chosen, costs, rowsWritten(index.table)));
      tried += 1;
      advance(tried, candidates.length * mostAdvised);
    }
    const [best] = offers.toSorted((one, other) => worthOf(other) - worthOf(one));
    if (best === undefined || worthOf(best) <= least) break;
    const { after, ...offer } = best;
    advised.push({ ...offer, bytes: await trial.bytesOf(best.index) });
    for (const [query, cost] of after) costs.set(query, cost);
    left = left.filter((index) => index !== best.index);
  }
  return { advised, unreadable: queries.length - costs.size };
}

/** An index with what queries would cost with it. */
type Offer = Omit<AdvisedIndex, 'bytes'> & { readonly after: ReadonlyMap<Weighed, number> };

/** Of two that save alike the one with fewer columns is smaller, and worth a little more. */
function worthOf({ savedMs, writeMs, index }: Offer): number {
  return (savedMs - writeMs) * (1 - index.keys.length / 100);
}

async function offerOf(
  trial: Trial,
  index: NewIndex,
  chosen: readonly NewIndex[],
  costs: ReadonlyMap<Weighed, number>,
  rowsWritten: number,
): Promise<Offer> {
  const after = new Map<Weighed, number>();
  const helped: { readonly saved: number; readonly query: AdvisedIndex['queries'][number] }[] = [];
  for (const [query, costWithout] of costs) {
    if (!query.tables.includes(index.table)) continue;
    const costWith = await trial.costOf(query, [...chosen, index]);
    if (costWith === undefined || costWith > costWithout * (1 - worthwhile)) continue;
    const { sql, calls, totalMs } = query;
    after.set(query, costWith);
    helped.push({
      saved: (totalMs ?? costWithout) * (1 - costWith / costWithout),
      query: { sql, calls, ...(totalMs === undefined ? {} : { totalMs }), costWithout, costWith },
    });
  }
  return {
    index,
    savedMs: helped.reduce((sum, { saved }) => sum + saved, 0),
    writeMs: rowsWritten * perRowWritten,
    rowsWritten,
    queries: helped.toSorted((one, other) => other.saved - one.saved).map(({ query }) => query),
    after,
  };
}
