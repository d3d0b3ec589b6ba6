import { z } from 'zod';
import { clipName } from '../../values/names.ts';
import { type Check, noted, passed } from './check.ts';

const Row = z.object({ name: z.string() });

/** Whether the tables' names are free; a run may also set the old tables aside, or merge into them. */
export const namesFree: Check = {
  check: 'names free',
  needed: false,
  look: async ({ client, databaseThere, wanted: { schema, tables } }) => {
    if (!databaseThere) return passed({ schema });
    const { rows } = await client.query(
      `SELECT relname AS name
         FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = $1 AND relname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        ORDER BY relname`,
      [clipName(schema), tables.map(clipName)],
    );
    const taken = z
      .array(Row)
      .parse(rows)
      .map(({ name }) => name);
    return taken.length === 0 ? passed({ schema }) : noted('table-in-the-way', { schema, tables: taken });
  },
};
