import { z } from 'zod';
import { type Check, passed } from './check.ts';

const Row = z.object({ version: z.string() });

/** Which PostgreSQL it is; one that is too old doesn't get past the log-in. */
export const version: Check = {
  check: 'version',
  needed: true,
  look: async ({ client }) => {
    const { rows } = await client.query("SELECT current_setting('server_version') AS version");
    return passed(Row.parse(rows[0]));
  },
};
