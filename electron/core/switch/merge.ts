import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedColumn, PlannedTable } from '../../../shared/plan.ts';
import { columnList, qualified, typeSql } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { clipName } from '../values/names.ts';

/** What a merge did to the rows of one table. */
export interface Merged {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows that only the live table has. */
  readonly kept: number;
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
  const columns = mergedColumns(table).map(({ name }) => name);
  const { rows } = await client.query<{ inserted: string; updated: string }>(mergeSql(table, places));
  const inserted = Number(rows[0]?.inserted);
  const updated = Number(rows[0]?.updated);
  await moveIdentity(client, table, places.into);
  const missing = await scalar(client, `SELECT count(*) FROM (${missingSql(columns, places)}) AS missing`);
  if (missing > 0) throw rollcallError('merge-incomplete', { table: table.name, rows: missing });
  const staged = await scalar(client, `SELECT count(*) FROM ${places.from}`);
  const live = await scalar(client, `SELECT count(*) FROM ${places.into}`);
  return { inserted, updated, unchanged: staged - inserted - updated, kept: live - staged };
}

/**
 * Makes sure that a live table can take the rows of a planned one, before any is copied: the server explains the very
 * statements of the merge, over typed NULLs instead of rows.
 *
 * @param referredTo by a table that the merge creates
 * @throws RollcallError `merge-impossible`, `merge-denied`, `merge-rights-missing`
 */
export async function assertMergeable(
  client: pg.Client,
  table: PlannedTable,
  schema: string,
  { referredTo }: { referredTo: boolean },
): Promise<void> {
  const columns = mergedColumns(table);
  const staged = columns.map(({ name, type }) => `NULL::${typeSql(type)} AS ${quoteName(name)}`).join(', ');
  const places = { from: `(SELECT ${staged}) AS staged`, into: qualified(schema, table.name) };
  const names = columns.map(({ name }) => name);
  try {
    for (const sql of [mergeSql(table, places), missingSql(names, places)])
      await client.query(`EXPLAIN ${sql}`);
  } catch (error) {
    // Class 42 is a statement that doesn't fit the table; 42501 in it is a right that is missing.
    if (!(error instanceof pg.DatabaseError && error.code?.startsWith('42'))) throw error;
    const place = `${schema}.${table.name}`;
    throw error.code === '42501'
      ? rollcallError('merge-denied', { table: place, user: await userOf(client) }, error)
      : rollcallError('merge-impossible', { table: place, reason: error.message }, error);
  }
  const numbered = columns.find(({ identity }) => identity !== undefined);
  const { rows } = await client.query<{ right: string }>(missingRightsSql, [
    places.into,
    numbered === undefined ? null : clipName(numbered.name),
    referredTo,
  ]);
  if (rows.length > 0) {
    throw rollcallError('merge-rights-missing', {
      table: `${schema}.${table.name}`,
      rights: rows.map(({ right }) => right),
      user: await userOf(client),
    });
  }
}

/** What the switch does besides the merge's statements: it moves the sequence, and lets new tables refer to this one. */
const missingRightsSql = `
  SELECT 'UPDATE ON ' || sequence AS right FROM pg_get_serial_sequence($1, $2) AS sequence
   WHERE NOT has_sequence_privilege(sequence, 'UPDATE')
  UNION ALL
  SELECT 'SELECT ON ' || sequence FROM pg_get_serial_sequence($1, $2) AS sequence
   WHERE NOT has_sequence_privilege(sequence, 'USAGE, SELECT')
  UNION ALL
  SELECT 'REFERENCES ON ' || $1 WHERE $3 AND NOT has_any_column_privilege($1::text, 'REFERENCES')`;

async function userOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
  return rows[0]?.user ?? '';
}

function mergedColumns({ columns }: PlannedTable): PlannedColumn[] {
  return columns.filter(({ generated }) => generated === undefined);
}

interface Places {
  /** The staged rows, as FROM takes them. */
  readonly from: string;
  /** The live table, qualified and quoted. */
  readonly into: string;
}

/** Merges and answers with the numbers of rows `inserted` and `updated`. */
function mergeSql(table: PlannedTable, places: Places): string {
  const columns = mergedColumns(table).map(({ name }) => name);
  return table.primaryKey
    ? upsertSql(columns, table.primaryKey.columns, places)
    : addMissingSql(columns, places);
}

function upsertSql(columns: readonly string[], key: readonly string[], { from, into }: Places): string {
  const others = columns.filter((column) => !key.includes(column));
  const names = columnList(columns);
  const values = (source: string) => others.map((column) => `${source}.${quoteName(column)}`).join(', ');
  const resolve =
    others.length === 0
      ? 'DO NOTHING'
      : `DO UPDATE SET ${others.map((column) => `${quoteName(column)} = excluded.${quoteName(column)}`).join(', ')}
         WHERE (${values('live')}) IS DISTINCT FROM (${values('excluded')})`;
  // xmax is 0 in a row version that no update made.
  return `WITH merged AS (
       INSERT INTO ${into} AS live (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${from}
       ON CONFLICT (${columnList(key)}) ${resolve} RETURNING (live.xmax = 0) AS added
     ) SELECT count(*) FILTER (WHERE added) AS inserted, count(*) FILTER (WHERE NOT added) AS updated FROM merged`;
}

function addMissingSql(columns: readonly string[], places: Places): string {
  return `WITH added AS (
       INSERT INTO ${places.into} (${columnList(columns)}) (${missingSql(columns, places)}) RETURNING 1
     ) SELECT count(*) AS inserted, 0 AS updated FROM added`;
}

/** Staged rows that the live table lacks, as often as it lacks them. */
function missingSql(columns: readonly string[], { from, into }: Places): string {
  const names = columnList(columns);
  return `SELECT ${names} FROM ${from} EXCEPT ALL SELECT ${names} FROM ${into}`;
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
