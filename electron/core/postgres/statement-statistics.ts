import pg from 'pg';
import { z } from 'zod';
import { Leave } from '../../../shared/monitor/leave.ts';

/** pg_stat_statements as a database has it. */
export type StatementStatistics =
  /** The server's installation doesn't have it. */
  | { readonly kind: 'not installed' }
  | { readonly kind: 'not created'; readonly loaded: boolean; readonly create: Leave }
  /** Created, and not among shared_preload_libraries. */
  | { readonly kind: 'not loaded' }
  | {
      readonly kind: 'there';
      /** Quoted, with its schema. */
      readonly view: string;
      /** Its columns are total_exec_time and the like; before version 1.8 they were total_time. */
      readonly hasExecTime: boolean;
      /** From version 1.9 on there is pg_stat_statements_info. */
      readonly infoView: string | undefined;
      /** From version 1.9 on it tells what a client asked from what a function did. */
      readonly hasTopLevel: boolean;
      /** The setting by which nothing is counted in sessions such as this one. */
      readonly stoppedBy: 'compute_query_id' | 'pg_stat_statements.track' | undefined;
    };

/** What the view shows in place of a text that is none of this role's business (contrib/pg_stat_statements). */
export const hiddenStatement = '<insufficient privilege>';

/** Whether the role lacks the right to read the view: SQLSTATE insufficient_privilege. */
export function isDenied(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '42501';
}

const Row = z.object({
  installed: z.boolean(),
  loaded: z.boolean(),
  create: Leave,
  schema: z.string().nullable(),
  version: z.string().nullable(),
  stoppedBy: z.enum(['compute_query_id', 'pg_stat_statements.track']).nullable(),
});

/**
 * shared_preload_libraries is shown to few roles; that the library has defined its settings is shown to all, and only a
 * preloaded one does (contrib/pg_stat_statements, _PG_init). Not a trusted extension: superusers create it. Without
 * identifiers of queries (compute_query_id, from PostgreSQL 14 on) it counts nothing.
 */
const sql = `
  SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements') AS installed,
         EXISTS (SELECT FROM pg_settings WHERE name = 'pg_stat_statements.max') AS loaded,
         CASE WHEN pg_is_in_recovery() THEN 'on the primary'
              WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 'given'
              ELSE 'denied' END AS create,
         nspname AS schema,
         extversion AS version,
         CASE WHEN current_setting('compute_query_id', true) = 'off' THEN 'compute_query_id'
              WHEN current_setting('pg_stat_statements.track', true) = 'none' THEN 'pg_stat_statements.track'
              END AS "stoppedBy"
    FROM (SELECT) AS always
    LEFT JOIN pg_extension ON extname = 'pg_stat_statements'
    LEFT JOIN pg_namespace ON pg_namespace.oid = extnamespace`;

/** Whether the connected database has pg_stat_statements, and under which names. */
export async function findStatementStatistics(client: pg.Client): Promise<StatementStatistics> {
  const { rows } = await client.query(sql);
  const { installed, loaded, create, schema, version, stoppedBy } = Row.parse(rows[0]);
  if (schema === null || version === null) {
    return installed ? { kind: 'not created', loaded, create } : { kind: 'not installed' };
  }
  if (!loaded) return { kind: 'not loaded' };
  const quoted = pg.escapeIdentifier(schema);
  return {
    kind: 'there',
    view: `${quoted}.pg_stat_statements`,
    hasExecTime: isFrom(version, 8),
    infoView: isFrom(version, 9) ? `${quoted}.pg_stat_statements_info` : undefined,
    hasTopLevel: isFrom(version, 9),
    stoppedBy: stoppedBy ?? undefined,
  };
}

/** Versions go 1.7, 1.8, … 1.12. */
function isFrom(version: string, minor: number): boolean {
  const [major = 0, found = 0] = version.split('.').map(Number);
  return major > 1 || found >= minor;
}
