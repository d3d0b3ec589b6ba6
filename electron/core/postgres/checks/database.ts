import { z } from 'zod';
import { type Check, failed, noted, passed } from './check.ts';

const Row = z.object({ allowed: z.boolean() });

/** Whether the database is there, or may be created. */
export const database: Check = {
  check: 'database',
  needed: true,
  look: async ({ client, databaseThere, target: { database, user } }) => {
    if (databaseThere) return passed({ database });
    const { rows } = await client.query(
      'SELECT rolsuper OR rolcreatedb AS allowed FROM pg_roles WHERE rolname = current_user',
    );
    return Row.parse(rows[0]).allowed
      ? noted('database-can-be-created', { database })
      : failed('create-database-denied', { user, database });
  },
};
