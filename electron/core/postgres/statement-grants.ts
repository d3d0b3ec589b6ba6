import type pg from 'pg';
import { z } from 'zod';

/**
 * What the role lacks, as somebody who may would grant it: the view may be in a schema that it may not enter. The texts
 * of others are shown to pg_read_all_stats, of which pg_monitor is a member (manual, "Predefined Roles").
 */
const sql = `
  SELECT format('GRANT %s ON %s%s TO %I;', needed.right, needed.on, needed.name, current_user) AS grant
    FROM pg_extension
    JOIN pg_namespace ON pg_namespace.oid = extnamespace
    JOIN pg_class ON relnamespace = pg_namespace.oid AND relname IN ('pg_stat_statements', 'pg_stat_statements_info'),
         LATERAL (VALUES
           ('USAGE', 'SCHEMA ', format('%I', nspname), has_schema_privilege(pg_namespace.oid, 'USAGE')),
           ('SELECT', '', format('%I.%I', nspname, relname), has_table_privilege(pg_class.oid, 'SELECT'))
         ) AS needed ("right", "on", name, isGiven)
   WHERE extname = 'pg_stat_statements' AND NOT isGiven
   GROUP BY needed.right, needed.on, needed.name
   ORDER BY needed.right DESC, needed.name`;

const monitorSql = `
  SELECT format('GRANT pg_monitor TO %I;', current_user) AS grant
   WHERE NOT pg_has_role('pg_read_all_stats', 'USAGE')`;

/**
 * The statements that would let the role read pg_stat_statements.
 *
 * @param texts whose: the own ones are shown to whoever may read the view
 */
export async function readStatementGrants(
  client: pg.Client,
  texts: 'own' | 'of everybody',
): Promise<string[]> {
  const { rows } = await client.query(sql);
  const others = texts === 'own' ? [] : (await client.query(monitorSql)).rows;
  return z
    .array(z.object({ grant: z.string() }))
    .parse([...rows, ...others])
    .map(({ grant }) => grant);
}
