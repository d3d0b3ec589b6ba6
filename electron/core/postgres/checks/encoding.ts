import { z } from 'zod';
import { type Check, failed, passed } from './check.ts';

const Row = z.object({ encoding: z.string() });

/** Whether the database can hold every name; one that Rollcall creates can. */
export const encoding: Check = {
  check: 'encoding',
  needed: false,
  look: async ({ client, databaseThere, target: { database } }) => {
    if (!databaseThere) return passed({ encoding: 'UTF8' });
    const { rows } = await client.query("SELECT current_setting('server_encoding') AS encoding");
    const { encoding } = Row.parse(rows[0]);
    return encoding === 'UTF8' ? passed({ encoding }) : failed('database-encoding', { database, encoding });
  },
};
