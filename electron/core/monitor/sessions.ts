import type pg from 'pg';
import { z } from 'zod';
import type { Session, SessionState } from '../../../shared/monitor/reading.ts';

/** Sessions that are listed; those that do nothing are left out first. */
const most = 300;

/** Characters of a statement that are shown; the server keeps track_activity_query_size bytes. */
const longest = 2000;

/** A role that may not look sees who and where, and of the rest nulls and `<insufficient privilege>`. */
const Row = z.object({
  pid: z.number().int(),
  user: z.string().nullable(),
  database: z.string().nullable(),
  application: z.string(),
  kind: z.string().nullable(),
  address: z.string().nullable(),
  state: z.string().nullable(),
  since: z.number().nullable(),
  transaction: z.number().nullable(),
  waitType: z.string().nullable(),
  waitEvent: z.string().nullable(),
  query: z.string().nullable(),
  used: z.number().int(),
  total: z.number().int(),
});
type Row = z.infer<typeof Row>;

/**
 * Who is connected to a database, and who cleans up there; a query's parallel workers belong to its session. Where the
 * kind of a process is hidden, autovacuum is known by having no role.
 */
const sql = `
  WITH activity AS MATERIALIZED (
    SELECT *
      FROM pg_stat_activity
     WHERE datid IS NOT NULL AND backend_type IS DISTINCT FROM 'parallel worker')
  SELECT pid,
         usename AS "user",
         datname AS database,
         coalesce(application_name, '') AS application,
         backend_type AS kind,
         host(client_addr) AS address,
         state,
         extract(epoch FROM clock_timestamp() - state_change)::float8 AS since,
         extract(epoch FROM clock_timestamp() - xact_start)::float8 AS transaction,
         wait_event_type AS "waitType",
         wait_event AS "waitEvent",
         left(query, ${longest}) AS query,
         (SELECT count(*)::int
            FROM activity
           WHERE backend_type = 'client backend' OR backend_type IS NULL AND usesysid IS NOT NULL) AS used,
         count(*) OVER ()::int AS total
    FROM activity
   WHERE pid <> pg_backend_pid()
   ORDER BY coalesce(state, 'idle') = 'idle', xact_start, state_change
   LIMIT ${most}`;

export interface Sessions {
  readonly sessions: readonly Session[];
  readonly total: number;
  /** Connections of clients, the asker's included. */
  readonly used: number;
}

export async function readSessions(client: pg.Client): Promise<Sessions> {
  const { rows } = await client.query(sql);
  const parsed = z.array(Row).parse(rows);
  return {
    sessions: parsed.map(sessionOf),
    total: parsed[0]?.total ?? 0,
    used: parsed[0]?.used ?? 1,
  };
}

function sessionOf(row: Row): Session {
  const { pid, user, database, kind } = row;
  const application = kind === null || kind === 'client backend' ? row.application : kind;
  const who = { pid, user, database, application };
  if (kind === null) return { visible: false, ...who };
  const { address, since, transaction, waitType, waitEvent } = row;
  return {
    visible: true,
    ...who,
    ...(address === null ? {} : { address }),
    state: stateOf(row.state),
    ...(since === null ? {} : { since }),
    ...(transaction === null ? {} : { transaction }),
    ...(waitType === null || waitEvent === null ? {} : { wait: { type: waitType, event: waitEvent } }),
    query: row.query ?? '',
  };
}

const states: Readonly<Record<string, SessionState>> = {
  active: 'active',
  idle: 'idle',
  'idle in transaction': 'in transaction',
  'idle in transaction (aborted)': 'failed transaction',
};

function stateOf(state: string | null): SessionState {
  return states[state ?? ''] ?? 'other';
}
