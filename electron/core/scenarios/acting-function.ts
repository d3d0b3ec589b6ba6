import type pg from 'pg';
import { type Node, nodesOf } from './parse-tree.ts';

/**
 * Volatile by declaration, but they only tell something or wait. All other volatile functions may do what no
 * ROLLBACK undoes and no read-only transaction prevents: end sessions, reset counters, write files, leave the
 * search_path, run a text as a statement.
 */
const harmless = [
  'array_sample',
  'array_shuffle',
  'clock_timestamp',
  'current_query',
  'currval',
  'gen_random_uuid',
  'lastval',
  'pg_blocking_pids',
  'pg_current_wal_lsn',
  'pg_database_size',
  'pg_indexes_size',
  'pg_is_in_recovery',
  'pg_last_xact_replay_timestamp',
  'pg_lock_status',
  'pg_partition_ancestors',
  'pg_partition_tree',
  'pg_relation_size',
  'pg_sleep',
  'pg_sleep_for',
  'pg_sleep_until',
  'pg_table_size',
  'pg_tablespace_size',
  'pg_total_relation_size',
  'random',
  'random_normal',
  'timeofday',
  'uuidv4',
  'uuidv7',
];

/**
 * The first function of a statement that may do more than read, or change rows of the tables that it names. One that
 * a person made counts among them unless it is declared STABLE or IMMUTABLE. What views, operators and defaults call
 * is not looked at.
 *
 * @param client its search_path finds what the statement finds
 * @param tree of PostgreSQL's grammar
 */
export async function actingFunction(client: pg.ClientBase, tree: unknown): Promise<string | undefined> {
  const called = [...nodesOf(tree)].flatMap(calledBy);
  if (called.length === 0) return undefined;
  const { rows } = await client.query<{ name: string }>(actingSql, [JSON.stringify(called), harmless]);
  return rows[0]?.name;
}

const actingSql = `
  SELECT proname::text AS name
    FROM jsonb_to_recordset($1::jsonb) AS called (schema text, name text)
    JOIN pg_proc ON proname = called.name
    JOIN pg_namespace ON pg_namespace.oid = pronamespace
   WHERE provolatile = 'v' AND NOT (nspname = 'pg_catalog' AND proname = ANY ($2))
     AND CASE WHEN called.schema IS NULL THEN pg_function_is_visible(pg_proc.oid) ELSE nspname = called.schema END
   LIMIT 1`;

function calledBy({ funcname }: Node): { schema?: string; name: string }[] {
  if (!Array.isArray(funcname)) return [];
  const names = [...nodesOf(funcname)].flatMap(({ sval }) => (typeof sval === 'string' ? [sval] : []));
  const [schema, name] = names.length > 1 ? names.slice(-2) : [undefined, names[0]];
  return name === undefined ? [] : [{ ...(schema === undefined ? {} : { schema }), name }];
}
