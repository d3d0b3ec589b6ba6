import type pg from 'pg';
import { z } from 'zod';
import { Counters } from '../../../shared/monitor/reading.ts';
import { instant } from '../postgres/instant.ts';

const Moment = z.object({
  at: instant,
  version: z.number().int(),
  versionText: z.string(),
  startedAt: instant,
  database: z.string(),
  user: z.string(),
  seesOthers: z.boolean(),
  most: z.number().int(),
  ...Counters.shape,
  resetAt: instant.nullable(),
});
export type Moment = z.infer<typeof Moment>;

/**
 * The watched database's line of pg_stat_database, and whose server it is. Superusers, pg_monitor and
 * pg_read_all_stats see others' sessions (manual, "Predefined Roles"). reserved_connections came with PostgreSQL 16.
 */
const sql = `
  SELECT clock_timestamp() AS at,
         current_setting('server_version_num')::int AS version,
         current_setting('server_version') AS "versionText",
         pg_postmaster_start_time() AS "startedAt",
         datname AS database,
         current_user AS "user",
         pg_has_role('pg_read_all_stats', 'USAGE') AS "seesOthers",
         current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int AS most,
         xact_commit::float8 AS commits,
         xact_rollback::float8 AS rollbacks,
         blks_hit::float8 AS "pagesHit",
         blks_read::float8 AS "pagesRead",
         tup_returned::float8 AS "rowsRead",
         tup_inserted::float8 AS "rowsInserted",
         tup_updated::float8 AS "rowsUpdated",
         tup_deleted::float8 AS "rowsDeleted",
         deadlocks::float8 AS deadlocks,
         stats_reset AS "resetAt"
    FROM pg_stat_database
   WHERE datname = current_database()`;

export async function readMoment(client: pg.Client): Promise<Moment> {
  const { rows } = await client.query(sql);
  return Moment.parse(rows[0]);
}
