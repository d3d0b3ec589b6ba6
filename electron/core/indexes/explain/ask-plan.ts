import type pg from 'pg';
import { RawPlan } from './raw-plan.ts';

/** Runs a query and tells how each step went; what calls it opens and ends the transaction. */
export async function measurePlan(
  client: pg.Client,
  sql: string,
  values: readonly (string | null)[],
): Promise<RawPlan> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`;
  const { rows } = await client.query(values.length === 0 ? text : { text, values: [...values] });
  return RawPlan.parse(rows[0]?.['QUERY PLAN']);
}

/**
 * Milliseconds that the server takes to plan a query and to run it, without the time to send its rows; what calls it
 * opens and ends the transaction.
 */
export async function timeQuery(
  client: pg.Client,
  sql: string,
  values: readonly (string | null)[],
): Promise<number> {
  const text = `EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) ${sql}`;
  const { rows } = await client.query({ text, values: [...values] });
  const plan = RawPlan.parse(rows[0]?.['QUERY PLAN']);
  return (plan['Planning Time'] ?? 0) + (plan['Execution Time'] ?? 0);
}

/**
 * By a prepared statement whose plan is made for any values: the same plan as that of EXPLAIN (GENERIC_PLAN), and
 * before 16 as well (manual, "plan_cache_mode").
 *
 * @param wanted `verbose`: with schemas, and each column with the alias of its table
 */
export async function genericPlan(
  client: pg.Client,
  sql: string,
  parameters: number,
  wanted: 'plain' | 'verbose' = 'plain',
): Promise<RawPlan> {
  const verbose = wanted === 'verbose' ? 'VERBOSE, ' : '';
  await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
  await client.query(`PREPARE rollcall_explained AS ${sql}`);
  try {
    const nothing = parameters === 0 ? '' : `(${Array(parameters).fill('NULL').join(', ')})`;
    const { rows } = await client.query(
      `EXPLAIN (${verbose}FORMAT JSON) EXECUTE rollcall_explained${nothing}`,
    );
    return RawPlan.parse(rows[0]?.['QUERY PLAN']);
  } finally {
    await client.query('DEALLOCATE rollcall_explained').catch(() => undefined);
  }
}
