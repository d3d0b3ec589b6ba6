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
  return { inserted, updated, unchanged: staged - inserted - updated };
}

/**
 * Makes sure that a live table can take the rows of a planned one, before any is copied: the server explains the very
 * statements of the merge, over typed NULLs instead of rows.
 *
 * @throws RollcallError `merge-impossible`; errors of PostgreSQL for rights that are missing
 */
export async function assertMergeable(client: pg.Client, table: PlannedTable, schema: string): Promise<void> {
  const columns = mergedColumns(table);
  const staged = columns.map(({ name, type }) => `NULL::${typeSql(type)} AS ${quoteName(name)}`).join(', ');
  const places = { from: `(SELECT ${staged}) AS staged`, into: qualified(schema, table.name) };
  const names = columns.map(({ name }) => name);
  try {
    for (const sql of [mergeSql(table, places), missingSql(names, places)])
      await client.query(`EXPLAIN ${sql}`);
  } catch (error) {
    // Class 42 is a statement that doesn't fit the table; 42501 in it is a right that is missing.
    const unfit = error instanceof pg.DatabaseError && /^42(?!501)/.test(error.code ?? '');
    if (!unfit) throw error;
    throw rollcallError(
      'merge-impossible',
      { table: `${schema}.${table.name}`, reason: error.message },
      error,
    );
  }
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
