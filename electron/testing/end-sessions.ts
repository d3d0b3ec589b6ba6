import type pg from 'pg';
import { expect, vi } from 'vitest';

/**
 * Ends sessions and waits until they are gone, as pg_terminate_backend does by itself from PostgreSQL 14 on.
 *
 * @param condition on pg_stat_activity
 */
export async function endSessions(client: pg.Client, condition: string): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${condition}`,
  );
  const pids = rows.map(({ pid }) => pid);
  await vi.waitFor(async () => {
    const left = await client.query('SELECT FROM pg_stat_activity WHERE pid = ANY ($1)', [pids]);
    expect(left.rowCount).toBe(0);
  }, 5_000);
}
