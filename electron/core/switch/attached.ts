import type pg from 'pg';
import { rolledBack } from '../postgres/rolled-back.ts';
import { clipName } from '../values/names.ts';
import { ownableSql } from './rights.ts';

/** Something on the server that belongs to tables that are to be set aside, and that the new ones won't have. */
export interface Attached {
  readonly kind:
    | 'view'
    | 'materialized view'
    | 'foreign key'
    | 'function'
    | 'dependant'
    | 'trigger'
    | 'rule'
    | 'policy'
    | 'row security'
    | 'publication'
    | 'owner';
  readonly name: string;
  /** Of the tables and views that are set aside, those that it hangs on. */
  readonly on: readonly string[];
  /** What attaches it to the new ones; absent where nothing can be said in general. */
  readonly sql?: string;
}

/**
 * What stays with the old relations of these names when they are moved to another schema: by their identity go views,
 * rules, functions and foreign keys from outside; triggers, policies and publications are theirs alone. Texts
 * name everything with its schema as it is before the move, so that they mean the new relations after it.
 */
export async function readAttached(
  client: pg.Client,
  schema: string,
  names: readonly string[],
): Promise<Attached[]> {
  const read = async () => {
    await client.query('SET LOCAL search_path = pg_catalog');
    const { rows } = await client.query<Omit<Attached, 'sql'> & { sql: string | null }>(attachedSql, [
      clipName(schema),
      names.map(clipName),
    ]);
    return rows.map(({ sql, ...rest }) => (sql === null ? rest : { ...rest, sql }));
  };
  return rolledBack(client, read, 'BEGIN READ ONLY');
}

const attachedSql = `
  WITH moved AS (
    SELECT pg_class.* FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = $1 AND relname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  ), own (class, oid, relation) AS (
    -- What goes aside with a relation and can be hung on too: its row type, its sequences.
    SELECT 'pg_class'::regclass, oid, oid FROM moved
    UNION ALL SELECT 'pg_type'::regclass, reltype, oid FROM moved
    UNION ALL SELECT 'pg_type'::regclass, typarray, typrelid FROM pg_type WHERE typrelid IN (SELECT oid FROM moved)
    UNION ALL SELECT classid, objid, refobjid FROM pg_depend JOIN pg_class ON pg_class.oid = objid
     WHERE classid = 'pg_class'::regclass AND refclassid = classid AND refobjid IN (SELECT oid FROM moved)
       AND deptype IN ('a', 'i') AND relkind = 'S'
  ), hanging AS (
    SELECT classid AS class, objid AS oid, array_agg(DISTINCT moved.relname::text) AS "on",
           CASE classid
             WHEN 'pg_class'::regclass THEN coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = objid), objid)
             WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = objid)
             WHEN 'pg_constraint'::regclass THEN (SELECT conrelid FROM pg_constraint WHERE oid = objid)
             WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid FROM pg_attrdef WHERE oid = objid)
             WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = objid)
             WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = objid)
             WHEN 'pg_statistic_ext'::regclass THEN (SELECT stxrelid FROM pg_statistic_ext WHERE oid = objid)
             WHEN 'pg_publication_rel'::regclass THEN (SELECT prrelid FROM pg_publication_rel WHERE oid = objid)
           END AS home
      FROM pg_depend JOIN own ON own.class = refclassid AND own.oid = refobjid JOIN moved ON moved.oid = relation
     WHERE deptype IN ('n', 'a')
       AND NOT EXISTS (SELECT FROM own WHERE own.class = classid AND own.oid = objid)
     GROUP BY classid, objid
  ), placed AS (
    SELECT hanging.*, home IN (SELECT oid FROM moved) IS TRUE AS within,
           (SELECT relkind FROM pg_class WHERE oid = home) AS home_kind
      FROM hanging
  )
  SELECT CASE home_kind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'rule' END AS kind,
         CASE WHEN home_kind IN ('v', 'm') THEN home::regclass::text
              ELSE quote_ident(rulename) || ' on ' || home::regclass END AS name,
         "on",
         CASE home_kind
           WHEN 'v' THEN 'CREATE OR REPLACE VIEW ' || home::regclass || E' AS\\n' || pg_get_viewdef(home)
           WHEN 'm' THEN 'DROP MATERIALIZED VIEW ' || home::regclass || E';\\nCREATE MATERIALIZED VIEW '
             || home::regclass || E' AS\\n' || pg_get_viewdef(home)
             || coalesce((SELECT string_agg(E'\\n' || pg_get_indexdef(indexrelid) || ';', '' ORDER BY indexrelid)
                            FROM pg_index WHERE indrelid = home), '')
           ELSE CASE WHEN within THEN '' ELSE 'DROP RULE ' || quote_ident(rulename) || ' ON ' || home::regclass || E';\\n' END
             || pg_get_ruledef(pg_rewrite.oid)
         END AS sql
    FROM placed JOIN pg_rewrite ON pg_rewrite.oid = placed.oid
   WHERE class = 'pg_rewrite'::regclass AND NOT (within AND rulename = '_RETURN')
  UNION ALL
  SELECT 'foreign key', quote_ident(conname) || ' of ' || home::regclass, "on",
         'ALTER TABLE ' || home::regclass || ' DROP CONSTRAINT ' || quote_ident(conname)
           || ', ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(pg_constraint.oid) || ';'
    FROM placed JOIN pg_constraint ON pg_constraint.oid = placed.oid
   WHERE class = 'pg_constraint'::regclass AND contype = 'f' AND NOT within AND conparentid = 0
  UNION ALL
  SELECT 'function', pg_proc.oid::regprocedure::text, "on",
         CASE WHEN prokind <> 'a' THEN pg_get_functiondef(pg_proc.oid) END
    FROM placed JOIN pg_proc ON pg_proc.oid = placed.oid
   WHERE class = 'pg_proc'::regclass
  UNION ALL
  SELECT 'trigger', quote_ident(tgname) || ' on ' || home::regclass, "on", pg_get_triggerdef(pg_trigger.oid) || ';'
    FROM placed JOIN pg_trigger ON pg_trigger.oid = placed.oid
   WHERE class = 'pg_trigger'::regclass AND NOT tgisinternal AND within
  UNION ALL
  SELECT 'policy', quote_ident(polname) || ' on ' || home::regclass, "on",
         'CREATE POLICY ' || quote_ident(polname) || ' ON ' || home::regclass
           || CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
           || ' FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                     WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
           || ' TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ')
                           FROM unnest(polroles) AS role)
           || coalesce(' USING (' || pg_get_expr(polqual, polrelid) || ')', '')
           || coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '') || ';'
    FROM placed JOIN pg_policy ON pg_policy.oid = placed.oid
   WHERE class = 'pg_policy'::regclass AND within
  UNION ALL
  SELECT 'publication', quote_ident(pubname), "on",
         'ALTER PUBLICATION ' || quote_ident(pubname) || ' ADD TABLE ' || home::regclass || ';'
    FROM placed JOIN pg_publication_rel ON pg_publication_rel.oid = placed.oid
    JOIN pg_publication ON pg_publication.oid = prpubid
   WHERE class = 'pg_publication_rel'::regclass AND within
  UNION ALL
  SELECT 'dependant', type || ' ' || identity, "on", NULL
    FROM placed, pg_identify_object(class, placed.oid, 0)
   WHERE NOT within AND class NOT IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
     AND NOT (class = 'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint WHERE pg_constraint.oid = placed.oid AND contype = 'f'))
     AND NOT (class = 'pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger WHERE pg_trigger.oid = placed.oid AND tgisinternal))
  UNION ALL
  SELECT 'row security', oid::regclass::text, ARRAY[relname::text],
         'ALTER TABLE ' || oid::regclass || ' ENABLE ROW LEVEL SECURITY'
           || CASE WHEN relforcerowsecurity THEN ', FORCE ROW LEVEL SECURITY' ELSE '' END || ';'
           || coalesce((SELECT string_agg(format(E'\\nGRANT %s ON %s TO %s;', privilege_type, moved.oid::regclass,
                                 CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END), '')
                          FROM aclexplode(relacl) WHERE grantee <> relowner), '')
    FROM moved WHERE relrowsecurity
  UNION ALL
  SELECT 'owner', relowner::regrole::text, ARRAY[relname::text],
         'ALTER TABLE ' || oid::regclass || ' OWNER TO ' || relowner::regrole || ';'
    FROM moved WHERE relkind <> 'S' AND NOT ${ownableSql}
  ORDER BY 1, 2`;
