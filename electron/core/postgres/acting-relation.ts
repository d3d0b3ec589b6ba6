import type pg from 'pg';
import { actingIn, type Trusted } from './acting.ts';

/** What reading or writing a relation runs by itself. */
export interface ActingRelation {
  readonly relation: string;
  /** Of a function that may do more than compute or read. */
  readonly function: string;
}

/**
 * The first relation that calls a function that acts whatever is asked of it: a view, be it through other views, or a
 * table with a column whose domain checks or fills in its values so.
 *
 * @param paths as SQL writes them, which the client's search_path may complete; those of nothing are passed over
 */
export async function actingRelation(
  client: pg.ClientBase,
  paths: readonly string[],
  trusted: Trusted,
): Promise<ActingRelation | undefined> {
  const { rows } = await client.query<ActingRelation>(sqlFor(trusted), [paths]);
  return rows[0];
}

function sqlFor(trusted: Trusted): string {
  return `
  WITH RECURSIVE read (relation, oid) AS (
    SELECT relname, oid FROM unnest($1::text[]) AS path JOIN pg_class ON oid = to_regclass(path)
    UNION
    SELECT relation, found[1]::oid
      FROM read
      JOIN pg_rewrite ON ev_class = read.oid AND ev_type = '1'
     CROSS JOIN regexp_matches(ev_action::text, ':relid (\\d+)', 'g') AS found
  ), typed (relation, oid) AS (
    SELECT relation, atttypid FROM read JOIN pg_attribute ON attrelid = read.oid AND NOT attisdropped
    UNION
    SELECT relation, part
      FROM typed
      JOIN pg_type USING (oid)
     CROSS JOIN LATERAL (
       SELECT unnest(ARRAY[typbasetype, typelem])
       UNION ALL
       SELECT atttypid FROM pg_attribute WHERE attrelid = nullif(typrelid, 0) AND NOT attisdropped
     ) AS parts (part)
     WHERE part <> 0
  ), stored (relation, tree) AS (
    SELECT relation, ev_action FROM read JOIN pg_rewrite ON ev_class = read.oid AND ev_type = '1'
    UNION ALL
    SELECT relation, conbin FROM typed JOIN pg_constraint ON contypid = typed.oid
    UNION ALL
    SELECT relation, typdefaultbin FROM typed JOIN pg_type USING (oid)
  )
  SELECT relation::text, called.name AS function
    FROM stored
   CROSS JOIN LATERAL (${actingIn('tree', trusted)}) AS called
   LIMIT 1`;
}
