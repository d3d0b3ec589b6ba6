import type pg from 'pg';
import { z } from 'zod';
import { IndexConstraint, IndexReport } from '../../../shared/indexes.ts';
import { count } from '../../../shared/quantities.ts';
import { instant } from '../postgres/instant.ts';

/** One key column or expression of an index. */
const Part = z.object({
  /** As PostgreSQL writes it, without direction, collation and operator class. */
  sql: z.string(),
  /** Absent for an expression. */
  column: z.string().optional(),
  /** The index gives back what it was made from, so that a query may do without the table. */
  returnable: z.boolean(),
  /** The column takes no NULL. */
  notNull: z.boolean(),
  /** Which operators it serves, for which type, with which parameters. */
  operators: z.string(),
  /** Named where it isn't the type's usual one. */
  operatorClass: z.string().optional(),
  /** Zero where the type has none. */
  collation: z.string(),
  /** Named where it isn't the column's own. */
  collationName: z.string().optional(),
  descending: z.boolean(),
  nullsFirst: z.boolean(),
});
export type Part = z.infer<typeof Part>;

/** What the catalog and the counters of the server say of one index. */
export const CatalogIndex = z.object({
  oid: z.string(),
  name: z.string(),
  table: z.string(),
  method: z.string(),
  unique: z.boolean(),
  nullsNotDistinct: z.boolean(),
  /** False for a deferrable constraint: it is checked at the end of a transaction. */
  immediate: z.boolean(),
  /** Queries may use it. */
  valid: z.boolean(),
  /** Another session is building or rebuilding an index of this table just now. */
  building: z.boolean(),
  parts: z.array(Part).min(1),
  included: z.array(z.string()),
  predicate: z.string().optional(),
  /** Storage parameters, such as `fillfactor=70`. */
  parameters: z.array(z.string()),
  constraint: IndexConstraint.optional(),
  /** Foreign keys that refer to what it keeps unique. */
  referredBy: z.array(z.string()),
  /** Of a partitioned table, without entries of its own: size and counters are those of its parts together. */
  partitioned: z.boolean(),
  /** The index of the whole partitioned table that it is a part of. */
  partitionOf: z.string().optional(),
  /** Replication tells rows apart by it. */
  replicaIdentity: z.boolean(),
  /** CLUSTER orders the table by it. */
  clustered: z.boolean(),
  definition: z.string(),
  bytes: count,
  /** Entries, as the planner last counted or guessed them. */
  entries: z.number().nonnegative().optional(),
  scans: count,
  tuplesRead: count,
  tuplesFetched: count,
  lastScan: instant.optional(),
});
export type CatalogIndex = z.infer<typeof CatalogIndex>;

export const CatalogForeignKey = z.object({
  name: z.string(),
  table: z.string(),
  columns: z.array(z.string()).min(1),
  parent: z.string(),
});
export type CatalogForeignKey = z.infer<typeof CatalogForeignKey>;

export const CatalogTable = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  partitioned: z.boolean(),
  /** A materialized view. */
  materialized: z.boolean(),
  /** As the planner last counted or guessed them. */
  rows: count.optional(),
});
export type CatalogTable = z.infer<typeof CatalogTable>;

/** Everything about the indexes of one schema that can be read without reading an index. */
export interface Catalog {
  readonly version: string;
  readonly versionNumber: number;
  readonly countedSince: string | undefined;
  /** Who counts uses apart. */
  readonly alsoUsedBy: IndexReport['alsoUsedBy'];
  readonly tables: readonly CatalogTable[];
  readonly indexes: readonly CatalogIndex[];
  readonly foreignKeys: readonly CatalogForeignKey[];
}

const Server = z.object({
  version: z.string(),
  versionNumber: z.number(),
  countedSince: instant.nullable(),
  alsoUsedBy: IndexReport.shape.alsoUsedBy.unwrap().nullable(),
});

/** @param client of any role: names and counters of all tables are everybody's to read */
export async function readCatalog(client: pg.ClientBase, schema: string): Promise<Catalog> {
  const server = Server.parse((await client.query(serverSql)).rows[0]);
  const rows = async <Row>(sql: string, row: z.ZodType<Row>): Promise<Row[]> => {
    const answer = await client.query<{ fact: unknown }>(sql, [schema]);
    return answer.rows.map(({ fact }) => row.parse(fact));
  };
  const tables = await rows(tablesSql, CatalogTable);
  const indexes = await client.query(indexesSql, [schema]);
  return {
    version: server.version,
    versionNumber: server.versionNumber,
    countedSince: server.countedSince ?? undefined,
    alsoUsedBy: server.alsoUsedBy ?? undefined,
    tables,
    indexes: indexes.rows.map((row) => CatalogIndex.parse(withoutNulls(row))),
    foreignKeys: await rows(foreignKeysSql, CatalogForeignKey),
  };
}

function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/**
 * That a standby is attached everybody may see, and nothing more of it; a session that takes a backup or reads changes
 * as logical ones asks no queries.
 */
const serverSql = `
  SELECT current_setting('server_version') AS version,
         current_setting('server_version_num')::int AS "versionNumber",
         (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()) AS "countedSince",
         CASE WHEN pg_is_in_recovery() THEN 'primary'
              WHEN EXISTS (SELECT FROM pg_stat_replication
                            WHERE state IS DISTINCT FROM 'backup'
                              AND pid NOT IN (SELECT active_pid FROM pg_replication_slots
                                               WHERE slot_type = 'logical' AND active_pid IS NOT NULL))
              THEN 'standbys' END AS "alsoUsedBy"`;

const tablesSql = `
  SELECT jsonb_strip_nulls(jsonb_build_object(
           'name', pg_class.relname,
           'columns', (SELECT coalesce(jsonb_agg(attname ORDER BY attnum), '[]') FROM pg_attribute
                        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
           'partitioned', relkind = 'p',
           'materialized', relkind = 'm',
           'rows', CASE WHEN reltuples >= 0 THEN round(reltuples::numeric) END)) AS fact
    FROM pg_class
   WHERE relnamespace = to_regnamespace(quote_ident($1)) AND relkind IN ('r', 'p', 'm')
   ORDER BY pg_class.relname`;

/**
 * Columns that only later versions have are read through to_jsonb, which passes over what isn't there: NULLS NOT
 * DISTINCT came with 15, the last scan with 16. Bits of indoption are INDOPTION_DESC and INDOPTION_NULLS_FIRST
 * (src/include/catalog/pg_index.h). An invalid index is no remainder while somebody builds: the progress of other
 * roles has no relation to see, but the lock on the table is everybody's to see. An index of a partitioned table has no
 * entries, size or scans of its own, so it gets those of its parts together.
 */
const indexesSql = `
  SELECT index.oid::text, index.relname AS name, heap.relname AS table, amname AS method,
         indisunique AS unique, indimmediate AS immediate,
         coalesce((to_jsonb(pg_index) ->> 'indnullsnotdistinct')::bool, false) AS "nullsNotDistinct",
         indisvalid AND indisready AND indislive AS valid,
         EXISTS (SELECT FROM pg_locks JOIN pg_stat_progress_create_index AS building USING (pid)
                  WHERE locktype = 'relation' AND pg_locks.relation = indrelid AND granted
                    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND mode IN ('ShareUpdateExclusiveLock', 'ShareLock')) AS building,
         (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                   'sql', pg_get_indexdef(indexrelid, place, false),
                   'column', attname,
                   'returnable', coalesce(pg_index_column_has_property(indexrelid, place, 'returnable'), false),
                   'notNull', coalesce(attnotnull, false),
                   'operators', concat_ws(' ', opcfamily, opcintype,
                       (SELECT own.attoptions FROM pg_attribute AS own
                         WHERE own.attrelid = indexrelid AND own.attnum = place)),
                   'operatorClass', CASE WHEN NOT opcdefault THEN opcname END,
                   'collation', indcollation[place - 1]::text,
                   'collationName', CASE WHEN indcollation[place - 1] NOT IN (0, coalesce(attcollation, 100))
                                         THEN quote_ident(collname) END,
                   'descending', indoption[place - 1] & 1 = 1,
                   'nullsFirst', indoption[place - 1] & 2 = 2)) ORDER BY place)
            FROM generate_series(1, indnkeyatts) AS place
            JOIN pg_opclass ON pg_opclass.oid = indclass[place - 1]
            LEFT JOIN pg_collation ON pg_collation.oid = indcollation[place - 1]
            LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = nullif(indkey[place - 1], 0)) AS parts,
         (SELECT coalesce(jsonb_agg(attname ORDER BY place), '[]')
            FROM generate_series(indnkeyatts + 1, indnatts) AS place
            JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[place - 1]) AS included,
         pg_get_expr(indpred, indrelid) AS predicate,
         coalesce(to_jsonb(index.reloptions), '[]') AS parameters,
         (SELECT jsonb_build_object('name', conname, 'kind',
                   CASE contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' ELSE 'exclusion' END)
            FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')) AS constraint,
         (SELECT coalesce(jsonb_agg(conname ORDER BY conname), '[]')
            FROM pg_constraint WHERE conindid = indexrelid AND contype = 'f') AS "referredBy",
         index.relkind = 'I' AS partitioned,
         (SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhparent
           WHERE inhrelid = indexrelid) AS "partitionOf",
         indisreplident AS "replicaIdentity", indisclustered AS clustered,
         pg_get_indexdef(indexrelid) AS definition,
         coalesce(stat.bytes, 0)::float8 AS bytes,
         CASE WHEN index.reltuples >= 0 AND index.relpages > 0 THEN index.reltuples::float8 END AS entries,
         coalesce(stat.scans, 0)::float8 AS scans,
         coalesce(stat.read, 0)::float8 AS "tuplesRead",
         coalesce(stat.fetched, 0)::float8 AS "tuplesFetched",
         stat."lastScan"
    FROM pg_index
    JOIN pg_class AS index ON index.oid = indexrelid
    JOIN pg_class AS heap ON heap.oid = indrelid
    JOIN pg_am ON pg_am.oid = index.relam
    CROSS JOIN LATERAL (
      SELECT sum(pg_relation_size(part)) AS bytes, sum(idx_scan) AS scans, sum(idx_tup_read) AS read,
             sum(idx_tup_fetch) AS fetched, max((to_jsonb(counted) ->> 'last_idx_scan')::timestamptz) AS "lastScan"
        FROM (SELECT indexrelid::oid WHERE index.relkind <> 'I'
              UNION ALL
              SELECT relid FROM pg_partition_tree(indexrelid) WHERE isleaf AND index.relkind = 'I') AS parts (part)
        LEFT JOIN pg_stat_all_indexes AS counted ON counted.indexrelid = part) AS stat
   WHERE heap.relnamespace = to_regnamespace(quote_ident($1)) AND heap.relkind IN ('r', 'p', 'm')
   ORDER BY heap.relname, index.relname`;

const foreignKeysSql = `
  SELECT jsonb_build_object(
           'name', conname,
           'table', child.relname,
           'columns', (SELECT jsonb_agg(attname ORDER BY place)
                         FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
                         JOIN pg_attribute ON attrelid = conrelid AND attnum = number),
           'parent', parent.relname) AS fact
    FROM pg_constraint
    JOIN pg_class AS child ON child.oid = conrelid
    JOIN pg_class AS parent ON parent.oid = confrelid
   WHERE contype = 'f' AND conparentid = 0 AND child.relnamespace = to_regnamespace(quote_ident($1))
   ORDER BY child.relname, conname`;
