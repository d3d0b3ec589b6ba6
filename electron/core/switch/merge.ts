import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedTable } from '../../../shared/plan.ts';
import { columnList, qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { clipName } from '../values/names.ts';

/** What a merge did to the rows of one table. */
export interface Merged {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Brings the staged rows into the live table: by primary key, updating only where something differs; without a
 * key, adding the rows that the live table lacks. Then proves that every staged row is there.
 */
export async function mergeTable(
  client: pg.Client,
  table: PlannedTable,
  staging: string,
  schema: string,
): Promise<Merged> {
  const places = { from: qualified(staging, table.name), into: qualified(schema, table.name) };
  const columns = table.columns.flatMap(({ name, generated }) => (generated === undefined ? [name] : []));
  const { inserted, updated } = table.primaryKey
    ? await upsert(client, columns, table.primaryKey.columns, places)
    : await addMissing(client, columns, places);
  await moveIdentity(client, table, places.into);
  const missing = await scalar(
    client,
    `SELECT count(*) FROM (SELECT ${columnList(columns)} FROM ${places.from} EXCEPT ALL SELECT ${columnList(columns)} FROM ${places.into}) AS missing`,
  );
  if (missing > 0) throw rollcallError('merge-incomplete', { table: table.name, rows: missing });
  const staged = await scalar(client, `SELECT count(*) FROM ${places.from}`);
  return { inserted, updated, unchanged: staged - inserted - updated };
}

interface Places {
  readonly from: string;
  readonly into: string;
}

async function upsert(
  client: pg.Client,
  columns: readonly string[],
  key: readonly string[],
  { from, into }: Places,
): Promise<{ inserted: number; updated: number }> {
  const others = columns.filter((column) => !key.includes(column));
  const names = columnList(columns);
  const values = (source: string) => others.map((column) => `${source}.${quoteName(column)}`).join(', ');
  const resolve =
    others.length === 0
      ? 'DO NOTHING'
      : `DO UPDATE SET ${others.map((column) => `${quoteName(column)} = excluded.${quoteName(column)}`).join(', ')}
         WHERE (${values('live')}) IS DISTINCT FROM (${values('excluded')})`;
  // xmax is 0 in a row version that no update made.
  const { rows } = await client.query<{ inserted: string; updated: string }>(
    `WITH merged AS (
       INSERT INTO ${into} AS live (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${from}
       ON CONFLICT (${columnList(key)}) ${resolve} RETURNING (live.xmax = 0) AS added
     ) SELECT count(*) FILTER (WHERE added) AS inserted, count(*) FILTER (WHERE NOT added) AS updated FROM merged`,
  );
  return { inserted: Number(rows[0]?.inserted), updated: Number(rows[0]?.updated) };
}

async function addMissing(
  client: pg.Client,
  columns: readonly string[],
  { from, into }: Places,
): Promise<{ inserted: number; updated: number }> {
  const names = columnList(columns);
  const { rowCount } = await client.query(
    `INSERT INTO ${into} (${names}) (SELECT ${names} FROM ${from} EXCEPT ALL SELECT ${names} FROM ${into})`,
  );
  return { inserted: rowCount ?? 0, updated: 0 };
}

/** Past the highest number of both sides; a live sequence that is further on stays there. */
async function moveIdentity(client: pg.Client, table: PlannedTable, into: string): Promise<void> {
  const column = table.columns.find(({ identity }) => identity !== undefined);
  if (!column?.identity) return;
  await client.query(
    `SELECT setval(sequence, greatest(highest, $3::bigint))
       FROM pg_get_serial_sequence($1, $2) AS sequence,
            (SELECT max(${quoteName(column.name)}) AS highest FROM ${into}) AS loaded
      WHERE greatest(highest, $3::bigint) > coalesce(pg_sequence_last_value(sequence::regclass), 0)`,
    [into, clipName(column.name), column.identity.lastValue],
  );
}

async function scalar(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(sql);
  return Number(rows[0]?.count);
}
