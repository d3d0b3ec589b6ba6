import type pg from 'pg';

/**
 * Works in a transaction of which nothing stays.
 *
 * @param begin how it begins, such as `BEGIN READ ONLY`
 * @throws what the work throws; on a connection that broke, not the failure of the ROLLBACK in its stead
 */
export async function rolledBack<T>(
  client: pg.Client,
  work: () => Promise<T>,
  begin: 'BEGIN' | 'BEGIN READ ONLY' = 'BEGIN',
): Promise<T> {
  await client.query(begin);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // A connection that can't roll back has closed its transaction with itself, and the first error says why.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  await client.query('ROLLBACK');
  return result;
}
