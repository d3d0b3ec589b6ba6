import type pg from 'pg';
import type { IndexEffect, QueryTime } from '../../../shared/indexes.ts';
import { quoteName } from '../source/quote.ts';
import type { ScenarioQuery } from './draw-on-server.ts';
import { measured as explainMeasured } from './explain/explain.ts';
import { planSteps } from './explain/plan-steps.ts';

type Measured = Extract<IndexEffect['found'], { kind: 'measured' }>;

/**
 * Each round measures both sides one after the other, and they take turns in being first, so that a noisy machine
 * treats both alike. That one of two alike is ahead in all six happens by chance once in 32 times.
 */
const rounds = 6;
/** Milliseconds that one side of a round may take once it has the least number of answers. */
const patience = 600;
const leastAnswers = 3;

/**
 * How long a query takes on a copy as it is, and after `drops`, which are rolled back each time.
 *
 * @param copy the schema, alone in the search path
 */
export async function measureInTurns(
  client: pg.Client,
  copy: string,
  query: ScenarioQuery,
  drops: readonly string[],
): Promise<Pick<Measured, 'without' | 'with' | 'verdict' | 'planWithout' | 'planWith'>> {
  const without: number[][] = [];
  const withIt: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sides = [
      async () => withIt.push(await timesOn(client, copy, query, [])),
      async () => without.push(await timesOn(client, copy, query, drops)),
    ];
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  return {
    without: timeOf(without),
    with: timeOf(withIt),
    verdict: verdictOf(without, withIt),
    planWithout: await planOn(client, copy, query, drops),
    planWith: await planOn(client, copy, query, []),
  };
}

/** By this pg_stat_statements tells them from the application's own. */
const ours = '/* rollcall */ ';

/** Milliseconds of each answer; a first one, which fetches from the disk and fills caches, doesn't count. */
function timesOn(
  client: pg.Client,
  copy: string,
  { sql, draws }: ScenarioQuery,
  drops: readonly string[],
): Promise<number[]> {
  return undone(client, copy, drops, async () => {
    const times: number[] = [];
    await client.query(ours + sql, [...(draws[0] ?? [])]);
    const began = performance.now();
    for (const values of draws) {
      const start = performance.now();
      await client.query(ours + sql, [...values]);
      times.push(performance.now() - start);
      if (times.length >= leastAnswers && performance.now() - began > patience) break;
    }
    return times;
  });
}

function planOn(
  client: pg.Client,
  copy: string,
  { sql, draws }: ScenarioQuery,
  drops: readonly string[],
): Promise<Measured['planWith']> {
  return undone(client, copy, drops, async () =>
    planSteps(await explainMeasured(client, sql, draws[0] ?? [])),
  );
}

async function undone<T>(
  client: pg.Client,
  copy: string,
  drops: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL search_path = ${quoteName(copy)}`);
    for (const drop of drops) await client.query(drop);
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** What can be vouched for: that one side was ahead in every round. */
export function verdictOf(
  without: readonly (readonly number[])[],
  withIt: readonly (readonly number[])[],
): Measured['verdict'] {
  const gains = without.map((times, round) => medianOf(times) - medianOf(withIt[round] ?? []));
  if (gains.every((gain) => gain > 0)) return 'faster';
  return gains.every((gain) => gain < 0) ? 'slower' : 'no difference';
}

/** The median of all answers, between the medians of the fastest and of the slowest round. */
export function timeOf(times: readonly (readonly number[])[]): QueryTime {
  const medians = times.map(medianOf);
  return { median: medianOf(times.flat()), low: Math.min(...medians), high: Math.max(...medians) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [below = 0, above = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 0 ? (below + above) / 2 : above;
}
