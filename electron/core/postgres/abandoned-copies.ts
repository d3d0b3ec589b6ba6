import pg from 'pg';
import { quoteName } from '../source/quote.ts';

/** Of the schemas with copies of tables; an id of twelve characters and the copy's name follow. */
export const copyPrefix = 'rollcall_scratch_';

/** Any number that no application is likely to take; the second half of the lock is of the copies' id. */
const lockKey = 723_816_450;

/** Tells that the copies are in use, as long as the session lasts. */
export async function lockCopies(client: pg.Client, id: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [lockKey, id]);
}

/** Milliseconds that another session may keep a copy from being removed, such as one that backs up the database. */
const patience = 1_000;

/** SQLSTATE lock_not_available: a lock_timeout ran out. */
const lockNotAvailable = '55P03';

/**
 * Removes the copies whose lock nobody holds any more, as far as the user may: their run was killed. Those that somebody
 * looks at are left to the next time.
 */
export async function dropAbandonedCopies(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; id: string }>(
    `SELECT nspname AS name, substr(nspname, length($1) + 1, 12) AS id FROM pg_namespace
      WHERE starts_with(nspname, $1) AND pg_has_role(nspowner, 'USAGE')`,
    [copyPrefix],
  );
  for (const { name, id } of rows) {
    const { rows: tried } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      [lockKey, id],
    );
    if (tried[0]?.locked !== true) continue;
    await dropUnlessHeld(client, name);
    await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [lockKey, id]);
  }
}

async function dropUnlessHeld(client: pg.Client, schema: string): Promise<void> {
  await client.query(`SET lock_timeout = ${patience}`);
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${quoteName(schema)} CASCADE`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error;
  }
  await client.query('SET lock_timeout = 0');
}
