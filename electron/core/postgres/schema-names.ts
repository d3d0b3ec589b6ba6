import type pg from 'pg';

/** Names of a schema's tables and views with their columns, as the catalog spells them. */
export async function readSchemaNames(client: pg.Client, schema: string): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns
       FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
      WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
        AND relkind IN ('r', 'p', 'v', 'm', 'f')
      GROUP BY relname`,
    [schema],
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}
