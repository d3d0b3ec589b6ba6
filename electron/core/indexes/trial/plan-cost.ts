import type pg from 'pg';
import { isRefusal } from '../../postgres/refusal.ts';
import { genericPlan } from '../explain/ask-plan.ts';
import type { RawPlan } from '../explain/raw-plan.ts';
import type { PlannedQuery } from './trial.ts';

/**
 * Does what the server may refuse, within a transaction, and undoes it.
 *
 * @returns undefined where the server refused it
 */
export async function unlessRefused<T>(client: pg.Client, work: () => Promise<T>): Promise<T | undefined> {
  await client.query('SAVEPOINT trying');
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT trying');
  }
}

/**
 * How the server would answer a query for any values, as EXPLAIN (VERBOSE) says it; within a transaction.
 *
 * @returns undefined where it can't plan it, as when a constant was taken out where none may be
 */
export async function planOf(
  client: pg.Client,
  { sql, parameters }: PlannedQuery,
): Promise<RawPlan | undefined> {
  return await unlessRefused(client, () => genericPlan(client, sql, parameters, 'verbose'));
}

/** What the planner thinks that a query costs; see `planOf`. */
export async function planCost(client: pg.Client, query: PlannedQuery): Promise<number | undefined> {
  return (await planOf(client, query))?.Plan['Total Cost'];
}
