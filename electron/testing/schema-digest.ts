import type pg from 'pg';

/** Of everything in a schema that work on copies must not change: rows and where they lie, sequences, definitions. */
export async function schemaDigest(client: pg.Client, schema: string): Promise<string> {
  const { rows: relations } = await client.query<{ name: string; place: string }>(
    `SELECT oid::regclass::text AS name, CASE relkind WHEN 'r' THEN 'ctid' ELSE '0' END AS place
       FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'S') ORDER BY name`,
    [schema],
  );
  const digests: unknown[] = [];
  for (const { name, place } of relations) {
    const { rows } = await client.query(
      `SELECT $1 AS name, md5(string_agg(one::text, chr(10) ORDER BY one::text)) AS digest
         FROM (SELECT ${place} AS place, * FROM ${name}) AS one`,
      [name],
    );
    digests.push(...rows);
  }
  const { rows: indexes } = await client.query(
    'SELECT indexdef FROM pg_indexes WHERE schemaname = $1 ORDER BY indexdef',
    [schema],
  );
  return JSON.stringify([digests, indexes]);
}
