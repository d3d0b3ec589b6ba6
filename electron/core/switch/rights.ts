import type pg from 'pg';
import { clipName } from '../values/names.ts';

/**
 * Whether the new relation can be given to the owner of the old, `relowner`, in schema $1: the user has to be able to
 * become that role, and the role has to be allowed to own something there (manual, ALTER TABLE).
 */
export const ownableSql = `(
  pg_has_role(relowner, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
  AND has_schema_privilege(relowner, $1, 'CREATE'))`;

/**
 * Gives the new tables and views the owner and the grants of those that were set aside. Where the owner can't be
 * carried, that role is granted what it could do. A table whose rows were guarded by policies gets no grants: without
 * the policies they would show every row.
 */
export async function carryRights(client: pg.Client, schema: string, previous: string): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(rightsSql, [clipName(schema), clipName(previous)]);
  for (const { sql } of rows) await client.query(sql);
}

/** Grants come first: with the owner changes who they are from. */
const rightsSql = `
  WITH pair AS (
    SELECT old.oid, old.relowner, old.relrowsecurity, format('%I.%I', $1::text, new.relname) AS name,
           new.oid AS new_oid, new.relowner AS new_owner, ownable,
           CASE WHEN ownable THEN old.relacl ELSE coalesce(old.relacl, acldefault('r', old.relowner)) END AS relacl
      FROM pg_class AS old
      JOIN pg_namespace AS aside ON aside.oid = old.relnamespace AND aside.nspname = $2
      JOIN pg_class AS new ON new.relname = old.relname AND new.relkind IN ('r', 'v')
      JOIN pg_namespace AS live ON live.oid = new.relnamespace AND live.nspname = $1
      CROSS JOIN LATERAL (SELECT ${ownableSql} AS ownable FROM (SELECT old.relowner) AS owner) AS owning
     WHERE old.relkind IN ('r', 'p', 'v', 'm', 'f')
  )
  SELECT 1 AS turn, format('GRANT %s ON %s TO %s', privilege_type, name, ${granteeSql()}) AS sql
    FROM pair, aclexplode(relacl)
   WHERE NOT relrowsecurity AND (grantee <> relowner OR NOT ownable)
  UNION ALL
  SELECT 1, format('GRANT %s (%I) ON %s TO %s', privilege_type, new.attname, name, ${granteeSql()})
    FROM pair
    JOIN pg_attribute AS old ON old.attrelid = oid
    JOIN pg_attribute AS new ON new.attrelid = new_oid AND new.attname = old.attname AND NOT new.attisdropped,
         aclexplode(old.attacl)
   WHERE NOT relrowsecurity
  UNION ALL
  SELECT 2, format('ALTER TABLE %s OWNER TO %s', name, relowner::regrole)
    FROM pair WHERE ownable AND relowner <> new_owner
  ORDER BY turn`;

function granteeSql(): string {
  return `CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
    || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END`;
}
