import type pg from 'pg';
import { z } from 'zod';
import type { TableState, Tables } from '../../../shared/monitor/tables.ts';
import { instant } from '../postgres/instant.ts';

/** Tables, and indexes, that are listed. */
const most = 200;

const number = z.number().nonnegative();

const TableRow = z.object({
  schema: z.string(),
  name: z.string(),
  tableBytes: number.nullable(),
  indexBytes: number.nullable(),
  isStandby: z.boolean(),
  live: number,
  dead: number,
  changedSinceAnalyze: number,
  vacuumedAt: instant.nullable(),
  analyzedAt: instant.nullable(),
  allTableBytes: number.nullable(),
  allIndexBytes: number.nullable(),
  count: z.number().int(),
  cost: number,
});
type TableRow = z.infer<typeof TableRow>;

const IndexRow = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: number,
  count: z.number().int(),
  cost: number,
});

/**
 * People's tables, without those that somebody keeps locked for himself, of whom asking for a size would wait. The
 * functions are those of pg_stat_user_tables, without its join over every index.
 */
const tablesOf = `
  own AS MATERIALIZED (
    SELECT pg_class.oid, nspname AS schema, relname AS name, pg_class.oid NOT IN (
             SELECT coalesce(indrelid, main.oid, pg_locks.relation)
               FROM pg_locks
               LEFT JOIN pg_index ON indexrelid = pg_locks.relation
               LEFT JOIN pg_class AS main ON main.reltoastrelid = pg_locks.relation
              WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS free
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'm') AND relpersistence <> 't'
       AND nspname <> 'information_schema' AND nspname !~ '^pg_')`;

/** Milliseconds since the statement began, asked once all the rest is there. */
const cost = 'extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS cost';

const tablesSql = `
  WITH ${tablesOf},
  sized AS MATERIALIZED (
    SELECT *,
           CASE WHEN free THEN pg_table_size(oid) END::float8 AS "tableBytes",
           CASE WHEN free THEN pg_indexes_size(oid) END::float8 AS "indexBytes"
      FROM own),
  listed AS MATERIALIZED (
    SELECT schema,
           name,
           "tableBytes",
           "indexBytes",
           pg_is_in_recovery() AS "isStandby",
           pg_stat_get_live_tuples(oid)::float8 AS live,
           pg_stat_get_dead_tuples(oid)::float8 AS dead,
           pg_stat_get_mod_since_analyze(oid)::float8 AS "changedSinceAnalyze",
           greatest(pg_stat_get_last_vacuum_time(oid), pg_stat_get_last_autovacuum_time(oid)) AS "vacuumedAt",
           greatest(pg_stat_get_last_analyze_time(oid), pg_stat_get_last_autoanalyze_time(oid)) AS "analyzedAt",
           sum("tableBytes") OVER () AS "allTableBytes",
           sum("indexBytes") OVER () AS "allIndexBytes",
           count(*) OVER ()::int AS count
      FROM sized
     ORDER BY "tableBytes" + "indexBytes" DESC NULLS LAST
     LIMIT ${most})
  SELECT *, ${cost} FROM listed`;

const indexesSql = `
  WITH ${tablesOf},
  listed AS MATERIALIZED (
    SELECT schema,
           relname AS name,
           own.name AS table,
           coalesce(pg_relation_size(indexrelid), 0)::float8 AS bytes,
           count(*) OVER ()::int AS count
      FROM own
      JOIN pg_index ON indrelid = own.oid
      JOIN pg_class ON pg_class.oid = indexrelid
     WHERE free
     ORDER BY bytes DESC
     LIMIT ${most})
  SELECT *, ${cost} FROM listed`;

/**
 * Reads sizes and what autovacuum has to do. Costs the server several looks at its disk for each table and index.
 *
 * @param client of `connectForReading`
 * @throws what the server says
 */
export async function readTables(client: pg.Client): Promise<Tables> {
  const tables = z.array(TableRow).parse((await client.query(tablesSql)).rows);
  const indexes = z.array(IndexRow).parse((await client.query(indexesSql)).rows);
  const [table, index] = [tables[0], indexes[0]];
  return {
    at: new Date().toISOString(),
    tables: tables.map(tableOf),
    indexes: indexes.map(({ count: _, cost: __, ...index }) => index),
    tableCount: table?.count ?? 0,
    indexCount: index?.count ?? 0,
    bytes: { table: table?.allTableBytes ?? 0, indexes: table?.allIndexBytes ?? 0 },
    cost: (table?.cost ?? 0) + (index?.cost ?? 0),
  };
}

/** On a standby these counters stand at nothing: it applies what the primary did, and counts nothing of it. */
function tableOf(row: TableRow): TableState {
  const { schema, name, tableBytes, indexBytes, isStandby } = row;
  const { live, dead, changedSinceAnalyze, vacuumedAt, analyzedAt } = row;
  return {
    schema,
    name,
    ...(tableBytes === null || indexBytes === null
      ? {}
      : { bytes: { table: tableBytes, indexes: indexBytes } }),
    ...(isStandby ? {} : { rows: { live, dead, changedSinceAnalyze, vacuumedAt, analyzedAt } }),
  };
}
