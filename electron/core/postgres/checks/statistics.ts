import pg from 'pg';
import { z } from 'zod';
import { type Check, noted, passed } from './check.ts';

const Row = z.object({ available: z.boolean(), created: z.boolean() });

/** SQLSTATE object_not_in_prerequisite_state: the library isn't among shared_preload_libraries. */
const notLoaded = '55000';

/** Whether the server counts what an application asks of it, for watching it later. */
export const statistics: Check = {
  check: 'statistics',
  needed: false,
  look: async ({ client, databaseThere, target: { database } }) => {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements') AS available,
              EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') AS created`,
    );
    const { available, created } = Row.parse(rows[0]);
    if (!available) return noted('statistics-not-available', {});
    if (!created || !databaseThere) return noted('statistics-not-created', { database });
    return (await isLoaded(client)) ? passed({}) : noted('statistics-not-loaded', {});
  },
};

async function isLoaded(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ schema: string }>(
    "SELECT extnamespace::regnamespace::text AS schema FROM pg_extension WHERE extname = 'pg_stat_statements'",
  );
  try {
    await client.query(`SELECT FROM ${rows[0]?.schema ?? 'public'}.pg_stat_statements LIMIT 1`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === notLoaded) return false;
    throw error;
  }
}
