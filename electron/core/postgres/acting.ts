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

/** The same, of extensions: uuid-ossp and pgcrypto. */
const harmlessOfExtensions = [
  'gen_random_uuid',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
];

/** Stable by declaration, but they read whatever relation they are told of, views that act among them. */
const readingAnything = '^(table|schema|database)_to_xml';

/** Objects below have come with the server (access/transam.h, FirstNormalObjectId). */
const firstOfUsers = 16_384;

/**
 * From which declaration on the functions that a person made are taken at their word. One that is STABLE may call
 * another that isn't: that suffices where it can't write, in a read-only transaction.
 */
export type Trusted = 'IMMUTABLE' | 'STABLE';

/** A condition in SQL on a row of pg_proc: that the function may do more than compute or read. */
export function acts(trusted: Trusted): string {
  const declared = trusted === 'IMMUTABLE' ? "provolatile = 'i'" : "provolatile <> 'v'";
  return `NOT CASE
    WHEN pg_proc.oid < ${firstOfUsers}
    THEN proname = ANY ('{${harmless.join(',')}}') OR provolatile <> 'v' AND proname !~ '${readingAnything}'
    ELSE ${declared} OR proname = ANY ('{${harmlessOfExtensions.join(',')}}') AND EXISTS (
      SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
    END`;
}

/**
 * A query in SQL for the names of functions that act and that a stored expression or rule calls, be it through
 * operators, casts and aggregates.
 *
 * @param tree of type pg_node_tree: the server has resolved all names in it (nodes/primnodes.h has its fields)
 */
export function actingIn(tree: string, trusted: Trusted): string {
  return `
    SELECT proname::text AS name
      FROM regexp_matches(${tree}::text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') AS called
      LEFT JOIN pg_aggregate ON aggfnoid = called[1]::oid
      JOIN pg_proc ON pg_proc.oid IN (called[1]::oid, aggtransfn, aggfinalfn)
     WHERE ${acts(trusted)}`;
}
