import type pg from 'pg';
import { vi } from 'vitest';
import type { TestServer } from './postgres.ts';

/**
 * What `look` returns, once it finds what `client` has counted. A session hands that in when it pleases. Before
 * PostgreSQL 15 it can't be told to, and does so after a statement when it hasn't for half a second
 * (src/backend/postmaster/pgstat.c).
 *
 * @param look throws as long as it doesn't find it
 */
export async function onceCounted<Found>(
  { version }: TestServer,
  client: pg.Client,
  look: () => Promise<Found>,
): Promise<Found> {
  return vi.waitFor(async () => {
    await client.query(version >= 15 ? 'SELECT pg_stat_force_next_flush()' : 'SELECT');
    return look();
  }, 10_000);
}
