import pg from 'pg';
import { generic } from '../explain/explain.ts';
import type { PlannedQuery } from './trial.ts';

/** SQLSTATE classes that tell of the connection or of a cancel, and not of the query. */
const ofConnection = /^(?:08|57|53)/;

/**
 * What the planner thinks that a query costs, within a transaction.
 *
 * @returns undefined where the server can't plan it, as when a constant was taken out where none may be
 */
export async function planCost(
  client: pg.Client,
  { sql, parameters }: PlannedQuery,
): Promise<number | undefined> {
  await client.query('SAVEPOINT planning');
  try {
    return (await generic(client, sql, parameters)).Plan['Total Cost'];
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || ofConnection.test(error.code ?? '')) throw error;
    return undefined;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT planning');
  }
}
