import type pg from 'pg';
import { z } from 'zod';
import type { LockWait, Session } from '../../../shared/monitor/reading.ts';

const Row = z.object({
  pid: z.number().int(),
  blockedBy: z.array(z.number().int()),
  on: z.string(),
  mode: z.string(),
  relation: z.string().nullable(),
  since: z.number().nullable(),
});

/**
 * Whoever waits for a row waits for the transaction that changed it, and mostly holds the row's own lock meanwhile,
 * which tells the table. waitstart came with PostgreSQL 14.
 */
const sql = (version: number) => `
  WITH locks AS MATERIALIZED (SELECT * FROM pg_locks)
  SELECT DISTINCT ON (pid)
         pid,
         pg_blocking_pids(pid) AS "blockedBy",
         locktype AS "on",
         mode,
         (SELECT place.relation::regclass::text
            FROM locks AS place, pg_database
           WHERE place.pid = waiting.pid
             AND datname = current_database() AND place.database = pg_database.oid
             AND (NOT place.granted OR place.locktype = 'tuple')
             AND place.relation IS NOT NULL
           LIMIT 1) AS relation,
         ${version >= 140_000 ? 'extract(epoch FROM clock_timestamp() - waitstart)::float8' : 'NULL'} AS since
    FROM locks AS waiting
   WHERE NOT granted
   ORDER BY pid`;

/**
 * Who waits for whom. Asked only when a session says that it waits for a lock, or hides what it does: the answer holds
 * up the server's lock table for a moment (manual, pg_blocking_pids).
 */
export async function readWaits(
  client: pg.Client,
  version: number,
  sessions: readonly Session[],
): Promise<LockWait[]> {
  if (!sessions.some(mayWait)) return [];
  const { rows } = await client.query(sql(version));
  return z
    .array(Row)
    .parse(rows)
    .filter(({ blockedBy }) => blockedBy.length > 0)
    .map(({ relation, since, ...wait }) => ({
      ...wait,
      ...(relation === null ? {} : { relation }),
      ...(since === null ? {} : { since }),
    }));
}

function mayWait(session: Session): boolean {
  return !session.visible || session.wait?.type === 'Lock';
}
