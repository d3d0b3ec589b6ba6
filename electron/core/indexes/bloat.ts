import pg from 'pg';
import { z } from 'zod';
import type { Bloat } from '../../../shared/indexes.ts';
import { quoteName } from '../source/quote.ts';
import type { CatalogIndex } from './catalog.ts';

/** Larger ones are estimated: measuring reads the whole index, about a second for so much from a disk. */
const mostMeasured = 256 * 1_048_576;

/** Of a B-tree's leaf pages, in percent, unless the index says otherwise (manual, "Index Storage Parameters"). */
const usualFillFactor = 90;

/**
 * Space that the B-trees among the indexes take and don't need, by name: measured by the extension pgstattuple where
 * this database has it and the role may use it, else estimated.
 */
export async function measureBloat(
  client: pg.ClientBase,
  schema: string,
  indexes: readonly CatalogIndex[],
): Promise<ReadonlyMap<string, Bloat>> {
  const trees = indexes.filter(
    ({ method, valid, partitioned, bytes }) => method === 'btree' && valid && !partitioned && bytes > 0,
  );
  const bloatOf = await estimateAll(client, schema, trees);
  const measuring = await findMeasure(client);
  if (measuring === undefined) return bloatOf;
  for (const index of trees) {
    if (index.bytes > mostMeasured) continue;
    const bloat = await measure(client, measuring, index);
    if (bloat === 'not possible') break;
    bloatOf.set(index.name, bloat);
  }
  return bloatOf;
}

/** Name of the function that measures, where there is one for this role. */
async function findMeasure(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
      WHERE proname = 'pgstatindex' AND proargtypes = '2205'::oidvector
        AND has_function_privilege(pg_proc.oid, 'EXECUTE') AND has_schema_privilege(pronamespace, 'USAGE')
        AND EXISTS (SELECT FROM pg_extension WHERE extname = 'pgstattuple')`,
  );
  return rows[0] && `${quoteName(rows[0].schema)}.pgstatindex`;
}

const Pages = z.object({
  leafPages: z.coerce.number(),
  /** Neither leaf nor inner any more. */
  sparePages: z.coerce.number(),
  /** How full leaf pages are, in percent. */
  density: z.number(),
  pageBytes: z.number(),
});

/** SQLSTATE of a statement that took too long or was denied: then there is no measuring here. */
const noMeasuring: ReadonlySet<string> = new Set(['57014', '42501', '55P03']);

async function measure(
  client: pg.ClientBase,
  measuring: string,
  { oid, bytes, parameters }: CatalogIndex,
): Promise<Bloat | 'not possible'> {
  try {
    const { rows } = await client.query(
      `SELECT leaf_pages AS "leafPages", empty_pages + deleted_pages AS "sparePages",
              CASE WHEN leaf_pages = 0 THEN 0 ELSE avg_leaf_density END AS density,
              current_setting('block_size')::int AS "pageBytes"
         FROM ${measuring}($1::oid::regclass)`,
      [oid],
    );
    const { leafPages, sparePages, density, pageBytes } = Pages.parse(rows[0]);
    const needed = (leafPages * density) / fillFactor(parameters);
    return bloatOf((leafPages + sparePages - needed) * pageBytes, bytes, 'measured');
  } catch (error) {
    if (error instanceof pg.DatabaseError && noMeasuring.has(error.code ?? '')) return 'not possible';
    throw error;
  }
}

const Width = z.object({
  name: z.string(),
  /** Mean bytes of an entry's values. */
  width: z.number(),
  /** Whether some value is NULL, so that entries have a bitmap of them. */
  hasNulls: z.boolean(),
  pageBytes: z.number(),
});

/** Of a page, besides its entries: header and the B-tree's own end (src/include/storage/bufpage.h, access/nbtree.h). */
const pageOverhead = 24 + 16;
/** Of an entry, besides its values: its header, rounded up to 8 bytes with them, and its line pointer. */
const entryHeader = 8;
const linePointer = 4;

/**
 * What the index takes beyond what its entries would fill, by their number and their mean width in pg_stats. Since 13
 * the server stores equal keys once, so that an index of many equal keys seems tighter than it is: the estimate is a
 * lower bound then. Nothing where a table was never analyzed or the role may not see its statistics.
 */
async function estimateAll(
  client: pg.ClientBase,
  schema: string,
  trees: readonly CatalogIndex[],
): Promise<Map<string, Bloat>> {
  const { rows } = await client.query(widthsSql, [schema, trees.map(({ oid }) => oid)]);
  const widths = new Map(
    z
      .array(Width)
      .parse(rows)
      .map((width) => [width.name, width]),
  );
  return new Map(
    trees.flatMap((index): [string, Bloat][] => {
      const known = widths.get(index.name);
      if (known === undefined || index.entries === undefined) return [];
      const { width, hasNulls, pageBytes } = known;
      const entryBytes = roundedUp(entryHeader + (hasNulls ? entryHeader : 0) + width) + linePointer;
      const perPage = Math.floor(
        ((pageBytes - pageOverhead) * fillFactor(index.parameters)) / 100 / entryBytes,
      );
      const leafPages = Math.ceil(index.entries / Math.max(1, perPage));
      const needed = (1 + leafPages + Math.ceil(leafPages / Math.max(2, perPage))) * pageBytes;
      return [[index.name, bloatOf(index.bytes - needed, index.bytes, 'estimated')]];
    }),
  );
}

/** Expressions have statistics of their own, under the name of the index. */
const widthsSql = `
  SELECT index.relname AS name, current_setting('block_size')::int AS "pageBytes",
         sum((1 - null_frac) * avg_width)::float8 AS width, bool_or(null_frac > 0) AS "hasNulls"
    FROM pg_index
    JOIN pg_class AS index ON index.oid = indexrelid
    JOIN pg_class AS heap ON heap.oid = indrelid
    CROSS JOIN generate_series(1, indnatts) AS place
    LEFT JOIN pg_attribute AS own ON own.attrelid = indexrelid AND own.attnum = place
    LEFT JOIN pg_attribute AS base ON base.attrelid = indrelid AND base.attnum = nullif(indkey[place - 1], 0)
    LEFT JOIN pg_stats ON schemaname = $1 AND NOT inherited
          AND tablename = CASE WHEN base.attnum IS NULL THEN index.relname ELSE heap.relname END
          AND pg_stats.attname = coalesce(base.attname, own.attname)
   WHERE indexrelid = ANY ($2::oid[])
   GROUP BY index.relname
  HAVING bool_and(avg_width IS NOT NULL)`;

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function fillFactor(parameters: readonly string[]): number {
  const own = parameters.find((parameter) => parameter.startsWith('fillfactor='));
  return own === undefined ? usualFillFactor : Number(own.slice('fillfactor='.length));
}

function bloatOf(spare: number, size: number, how: Bloat['how']): Bloat {
  const bytes = Math.round(Math.min(size, Math.max(0, spare)));
  return { bytes, share: bytes / size, how };
}
