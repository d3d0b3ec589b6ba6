import type pg from 'pg';
import type { IndexEffect, QueryTime } from '../../../shared/index-effect.ts';
import { rolledBack } from '../postgres/rolled-back.ts';
import { quoteName } from '../source/quote.ts';
import type { ScenarioQuery } from './draw-on-server.ts';
import { measurePlan, timeQuery } from './explain/ask-plan.ts';
import { planSteps } from './explain/plan-steps.ts';

type Measured = Extract<IndexEffect['found'], { kind: 'measured' }>;

/**
 * Each round measures both sides one after the other, and they take turns in being first, so that a noisy machine
 * treats both alike. Of two alike one is ahead in all rounds of all the other's by chance once in 462 times.
 */
const rounds = 6;
/** Milliseconds that one side of a round may take once it has the least number of answers. */
const patience = 600;
const leastAnswers = 3;

/** The indexes of a copy that go for one query, and come back. */
export interface Drops {
  /** On both sides, by statements: what the live tables don't have either. */
  readonly always: readonly string[];
  /** On the one side that does without the index. */
  readonly without: readonly string[];
}

/**
 * How long a query takes on a copy with an index and without it, on the server's own clock: what the way there and back
 * takes is the same for both, and on a busy machine more than a quick query does.
 *
 * @param copy the schema, alone in the search path
 */
export async function measureInTurns(
  client: pg.Client,
  copy: string,
  query: ScenarioQuery,
  drops: Drops,
): Promise<Pick<Measured, 'without' | 'with' | 'verdict' | 'planWithout' | 'planWith'>> {
  const dropped = [...drops.always, ...drops.without];
  const without: number[][] = [];
  const withIt: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sides = [
      async () => withIt.push(await timesOn(client, copy, query, drops.always)),
      async () => without.push(await timesOn(client, copy, query, dropped)),
    ];
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  return {
    ...compared(timeOf(without), timeOf(withIt)),
    planWithout: await planOn(client, copy, query, dropped),
    planWith: await planOn(client, copy, query, drops.always),
  };
}

/** Milliseconds of each answer; a first one, which fetches from the disk and fills caches, doesn't count. */
function timesOn(
  client: pg.Client,
  copy: string,
  { sql, draws }: ScenarioQuery,
  drops: readonly string[],
): Promise<number[]> {
  return undone(client, copy, drops, async () => {
    const times: number[] = [];
    await timeQuery(client, sql, draws[0] ?? []);
    const began = performance.now();
    for (const values of draws) {
      times.push(await timeQuery(client, sql, values));
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
  return undone(client, copy, drops, async () => planSteps(await measurePlan(client, sql, draws[0] ?? [])));
}

async function undone<T>(
  client: pg.Client,
  copy: string,
  drops: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  return rolledBack(client, async () => {
    await client.query(`SET LOCAL search_path = ${quoteName(copy)}`);
    for (const drop of drops) await client.query(drop);
    return await work();
  });
}

/** Nothing is vouched for where the times of the one reach into those of the other. */
export function compared(
  without: QueryTime,
  withIt: QueryTime,
): Pick<Measured, 'without' | 'with' | 'verdict'> {
  const verdict =
    withIt.high < without.low ? 'faster' : without.high < withIt.low ? 'slower' : 'no difference';
  return { without, with: withIt, verdict };
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
