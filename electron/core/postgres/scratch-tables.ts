import type pg from 'pg';
import type { LeftOut } from '../../../shared/load-test.ts';
import { quoteName } from '../source/quote.ts';
import { actingIn } from './acting.ts';

export interface Indexed {
  readonly name: string;
  /** Of a B-tree over all rows: its columns in order, null for an expression. Empty for others. */
  readonly columns: readonly (string | null)[];
}

/** A live table or view, as the catalog has it, with what a copy needs besides its columns. */
export interface ScratchTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** Rows, as the planner thinks. */
  readonly estimate: number;
  /** Those that take values; the others are computed. */
  readonly columns: readonly string[];
  /** Columns that are numbered by a sequence, as identity or by their default, whatever else that computes. */
  readonly numbered: readonly { readonly column: string; readonly identity: boolean }[];
  /** Storage parameters such as fillfactor. */
  readonly settings: readonly string[];
  /** Primary key, unique and exclusion constraints. */
  readonly keys: readonly (Indexed & { readonly definition: string })[];
  /** Ordinary indexes; `rest` is what CREATE INDEX says behind the table. */
  readonly indexes: readonly (Indexed & { readonly unique: boolean; readonly rest: string })[];
  /** What writing to the table runs, and a copy lacks. */
  readonly leftOut: LeftOut[];
  /** References to tables of the same schema, which they name without it. */
  readonly references: readonly { readonly name: string; readonly definition: string }[];
}

/**
 * Reads the named tables of a schema and those that they refer to, parents of parents included.
 *
 * @returns in any order; names that aren't there are passed over
 */
export async function readScratchTables(
  client: pg.Client,
  schema: string,
  names: readonly string[],
): Promise<ScratchTable[]> {
  // Only so are tables of that schema named without it, and everything else with its schema.
  await client.query(`SET LOCAL search_path = ${quoteName(schema)}`);
  const { rows } = await client.query<Omit<ScratchTable, 'schema'>>(tablesSql, [schema, names]);
  return rows.map((table) => ({ ...table, schema }));
}

/** Columns of the index of `pg_index`'s row, as `Indexed` has them. */
const columnsSql = `(
  SELECT coalesce(json_agg(attname ORDER BY place), '[]')
    FROM unnest(indkey::int2[]) WITH ORDINALITY AS part (number, place)
    LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number AND attnum <> 0
   WHERE place <= indnkeyatts AND indpred IS NULL
     AND (SELECT relam FROM pg_class WHERE pg_class.oid = indexrelid)
         = (SELECT pg_am.oid FROM pg_am WHERE amname = 'btree'))`;

/** Whether a default of `pg_attrdef` joined with `pg_attribute` draws a number, also from a sequence named by a text. */
const numbersSql = `(
  adbin::text ~ (':funcid ' || 'nextval(regclass)'::regprocedure::oid || ' ')
  AND atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype))`;

const tablesSql = `
  WITH RECURSIVE wanted AS (
    SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = $1 AND relname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION
    SELECT confrelid FROM wanted JOIN pg_constraint ON conrelid = wanted.oid AND contype = 'f'
      JOIN pg_class AS parent ON parent.oid = confrelid
      JOIN pg_namespace ON pg_namespace.oid = parent.relnamespace AND nspname = $1
  )
  SELECT pg_class.oid::int8::float8 AS oid, relname::text AS name, greatest(reltuples, 1)::float8 AS estimate,
         CASE WHEN relkind IN ('r', 'm') THEN coalesce(reloptions, '{}') ELSE '{}' END AS settings,
         ARRAY(SELECT attname::text FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                ORDER BY attnum) AS columns,
         (SELECT coalesce(json_agg(json_build_object('column', attname, 'identity', attidentity <> '')), '[]')
            FROM pg_attribute
           WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
             AND (attidentity <> '' OR EXISTS (
               SELECT FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum AND ${numbersSql}))) AS numbered,
         (SELECT coalesce(json_agg(json_build_object('kind', kind, 'name', name) ORDER BY kind, name), '[]')
            FROM (SELECT 'default' AS kind, attname AS name
                    FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum AND attgenerated = ''
                   WHERE adrelid = pg_class.oid AND NOT ${numbersSql} AND EXISTS (${actingIn('adbin', 'IMMUTABLE')})
                  UNION ALL
                  SELECT 'check', conname FROM pg_constraint
                   WHERE conrelid = pg_class.oid AND contype = 'c' AND EXISTS (${actingIn('conbin', 'IMMUTABLE')})
                  UNION ALL
                  SELECT 'trigger', tgname FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal
                  UNION ALL
                  SELECT 'rule', rulename FROM pg_rewrite WHERE ev_class = pg_class.oid AND ev_type <> '1') AS left_out
         ) AS "leftOut",
         (SELECT coalesce(json_agg(json_build_object(
                   'name', conname, 'columns', ${columnsSql},
                   'definition', pg_get_constraintdef(pg_constraint.oid)) ORDER BY contype, conname), '[]')
            FROM pg_constraint JOIN pg_index ON indexrelid = conindid
           WHERE conrelid = pg_class.oid AND contype IN ('p', 'u', 'x')) AS keys,
         (SELECT coalesce(json_agg(json_build_object(
                   'name', index.relname, 'columns', ${columnsSql}, 'unique', indisunique,
                   'rest', substr(pg_get_indexdef(indexrelid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
                     CASE WHEN indisunique THEN 'UNIQUE ' ELSE '' END, index.relname,
                     CASE WHEN index.relkind = 'I' THEN 'ONLY ' ELSE '' END, $1::text, pg_class.relname))))
                   ORDER BY index.relname), '[]')
            FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
           WHERE indrelid = pg_class.oid AND indisvalid
             AND NOT EXISTS (SELECT FROM pg_constraint
                              WHERE conindid = indexrelid AND conrelid = indrelid AND contype IN ('p', 'u', 'x'))
         ) AS indexes,
         (SELECT coalesce(json_agg(json_build_object(
                   'name', conname, 'definition', pg_get_constraintdef(pg_constraint.oid)) ORDER BY conname), '[]')
            FROM pg_constraint
           WHERE conrelid = pg_class.oid AND contype = 'f' AND conparentid = 0
             AND confrelid IN (SELECT oid FROM wanted)) AS references
    FROM wanted JOIN pg_class USING (oid)
   ORDER BY relname`;
