import { z } from 'zod';
import { requireSchemaRights } from '../server.ts';
import { describeEndpoint } from '../target.ts';
import { type Check, failed, passed } from './check.ts';

const Row = z.object({ readOnly: z.boolean(), canCreateSchema: z.boolean() });

/** Whether the user may create what a run creates; in a database of its own it may. */
export const rights: Check = {
  check: 'rights',
  needed: false,
  look: async ({ client, databaseThere, target, wanted: { schema } }) => {
    const { user, database, endpoint } = target;
    const { rows } = await client.query(
      `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS "readOnly",
              has_database_privilege(current_database(), 'CREATE') AS "canCreateSchema"`,
    );
    const { readOnly, canCreateSchema } = Row.parse(rows[0]);
    if (readOnly) return failed('server-read-only', { where: describeEndpoint(endpoint) });
    if (databaseThere) {
      await requireSchemaRights(client, target, schema);
      if (!canCreateSchema) return failed('schema-creation-denied', { user, database });
    }
    return passed({ user, schema });
  },
};
