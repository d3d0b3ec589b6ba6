import type pg from 'pg';

/**
 * Schemas whose extensions a statement may use on copies of the tables of `schema`: what was installed with an
 * extension is all that they hold, and no table, so that nothing in them stands for a live table or runs what the school
 * made.
 */
export async function readExtensionSchemas(client: pg.ClientBase, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(sql, [schema]);
  return rows.map(({ name }) => name);
}

const sql = `
  SELECT nspname AS name
    FROM pg_namespace
   WHERE oid IN (SELECT extnamespace FROM pg_extension)
     AND nspname NOT IN ($1, 'pg_catalog', 'information_schema')
     AND has_schema_privilege(oid, 'USAGE')
     AND NOT EXISTS (
       SELECT FROM pg_class WHERE relnamespace = pg_namespace.oid AND relkind IN ('r', 'p', 'f', 'm', 'S'))
     AND NOT EXISTS (
       SELECT FROM (
           SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relnamespace = pg_namespace.oid AND relkind = 'v'
           UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = pg_namespace.oid
           UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprnamespace = pg_namespace.oid
           UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace = pg_namespace.oid AND typtype = 'd'
         ) AS held (kind, id)
        WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = kind AND objid = id AND deptype = 'e'))
   ORDER BY nspname`;

/**
 * Columns of tables whose type is of an extension outside the schemas that are searched: `=` would be that of another
 * type there, without a word from the server, as citext becomes text.
 */
export async function readStrangeColumns(
  client: pg.ClientBase,
  schema: string,
  tables: readonly string[],
  searched: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(strangeSql, [schema, tables, searched]);
  return rows.map(({ name }) => name);
}

const strangeSql = `
  SELECT DISTINCT attname AS name
    FROM pg_class
    JOIN pg_attribute ON attrelid = pg_class.oid AND NOT attisdropped
    JOIN pg_type AS declared ON declared.oid = atttypid
    JOIN pg_type ON pg_type.oid IN (declared.oid, declared.typelem, declared.typbasetype)
    JOIN pg_depend ON classid = 'pg_type'::regclass AND objid = pg_type.oid AND deptype = 'e'
   WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
     AND relname = ANY ($2)
     AND pg_type.typnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname = 'pg_catalog' OR nspname = ANY ($3))`;
