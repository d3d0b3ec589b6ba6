import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import type { CopyRoom } from '../../../shared/load-test.ts';

const Sizes = z.object({ bytes: z.number(), isTold: z.boolean() });
const Places = z.object({ dataFolder: z.string(), touched: z.number(), tablespace: z.string() });

/**
 * Tables count with their indexes, and partitioned ones with their partitions. Where the data are is told to few roles
 * (manual, "Predefined Roles"), and what pg_stat_file says to superusers unless it was granted.
 */
const sizesSql = `
  SELECT (SELECT coalesce(sum(pg_total_relation_size(coalesce(part, oid))), 0)
            FROM unnest($1::oid[]) AS oid
            LEFT JOIN LATERAL pg_partition_tree(oid) AS tree (part) ON true)::float8 AS bytes,
         pg_has_role('pg_read_all_settings', 'USAGE')
         AND has_function_privilege('pg_stat_file(text)', 'EXECUTE') AS "isTold"`;

/** The tablespace of new tables; that of the data folder has no place of its own. */
const placesSql = `
  SELECT current_setting('data_directory') AS "dataFolder",
         extract(epoch FROM (pg_stat_file('.')).modification)::float8 AS touched,
         pg_tablespace_location(coalesce(
           (SELECT oid FROM pg_tablespace WHERE spcname = current_setting('default_tablespace')),
           dattablespace)) AS tablespace
    FROM pg_database WHERE datname = current_database()`;

/**
 * How much room so many copies of tables take, by what the tables take now, and how much there is. The server itself
 * doesn't tell that: its folder is looked at where it is this machine's.
 *
 * @param tables by their OIDs
 */
export async function scratchRoom(
  client: pg.Client,
  tables: readonly number[],
  copies: number,
): Promise<CopyRoom> {
  const { rows: sizes } = await client.query(sizesSql, [tables]);
  const { bytes, isTold } = Sizes.parse(sizes[0]);
  const room = { bytes: bytes * copies };
  if (!isTold) return room;
  const { rows: places } = await client.query(placesSql);
  const { dataFolder, touched, tablespace } = Places.parse(places[0]);
  const folder = await ownFolder(dataFolder, touched);
  if (folder === undefined) return room;
  const { bavail, bsize } = await statfs(tablespace === '' ? folder : tablespace);
  return { ...room, freeBytes: bavail * bsize };
}

/** A folder of the server, where this machine has the same: a container or another machine may have one of its name. */
async function ownFolder(folder: string, touched: number): Promise<string | undefined> {
  if (!path.isAbsolute(folder)) return undefined;
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && Math.floor(found.mtimeMs / 1000) === Math.floor(touched) ? folder : undefined;
}
