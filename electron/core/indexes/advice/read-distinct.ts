import type pg from 'pg';
import { z } from 'zod';
import type { CatalogTable } from '../catalog.ts';
import type { Distinct } from './candidates.ts';

const Row = z.object({ table: z.string(), column: z.string(), distinct: z.number() });

/**
 * How many different values columns have. pg_stats tells it as a negative share of the rows where it grows with them
 * (manual, "pg_stats").
 */
export async function readDistinct(
  client: pg.Client,
  schema: string,
  tables: readonly CatalogTable[],
): Promise<Distinct> {
  const { rows } = await client.query(
    `SELECT tablename AS table, attname AS column, n_distinct::float8 AS distinct
       FROM pg_stats WHERE schemaname = $1 AND NOT inherited`,
    [schema],
  );
  const rowsOf = new Map(tables.map(({ name, rows: count }) => [name, count ?? 1]));
  const known = new Map(
    z
      .array(Row)
      .parse(rows)
      .map(({ table, column, distinct }) => [
        keyOf(table, column),
        distinct < 0 ? -distinct * (rowsOf.get(table) ?? 1) : distinct,
      ]),
  );
  return (table, column) => known.get(keyOf(table, column)) ?? 1;
}

function keyOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}
