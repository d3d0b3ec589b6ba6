import type pg from 'pg';
import { z } from 'zod';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { explainPostgresError } from './errors.ts';
import { describeEndpoint } from './target.ts';

/** What Rollcall needs to know of a server and of the user's rights on the connected database. */
export const Server = z.object({
  /** As server_version_num has it: 180004 is 18.4. */
  version: z.number().int(),
  versionText: z.string(),
  encoding: z.string(),
  /** A standby, or default_transaction_read_only. */
  readOnly: z.boolean(),
  superuser: z.boolean(),
  canCreateDatabase: z.boolean(),
  /** May create schemas in this database. */
  canCreateSchema: z.boolean(),
  /** Connections that ordinary users can have at most. */
  maxConnections: z.number().int(),
});
export type Server = z.infer<typeof Server>;

const serverSql = `
  SELECT current_setting('server_version_num')::int AS version,
         current_setting('server_version') AS "versionText",
         pg_encoding_to_char(database.encoding) AS encoding,
         pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS "readOnly",
         role.rolsuper AS superuser,
         role.rolsuper OR role.rolcreatedb AS "canCreateDatabase",
         has_database_privilege(database.oid, 'CREATE') AS "canCreateSchema",
         current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int AS "maxConnections"
    FROM pg_database AS database, pg_roles AS role
   WHERE database.datname = current_database() AND role.rolname = current_user`;

/** @throws RollcallError server-read-only, database-encoding (other than UTF8) */
export async function readServer(client: pg.Client, target: Target): Promise<Server> {
  const { rows } = await client.query(serverSql).catch((error: unknown) => {
    throw explainPostgresError(error, target);
  });
  const server = Server.parse(rows[0]);
  const { database, endpoint } = target;
  if (server.readOnly) throw rollcallError('server-read-only', { where: describeEndpoint(endpoint) });
  if (server.encoding !== 'UTF8') {
    throw rollcallError('database-encoding', { database, encoding: server.encoding });
  }
  return server;
}

/**
 * Makes sure that tables can be created in `schema`, or the schema itself where it is missing.
 *
 * @throws RollcallError schema-denied, schema-reserved
 */
export async function requireSchemaRights(client: pg.Client, target: Target, schema: string): Promise<void> {
  if (/^(|pg_.*|information_schema|rollcall|rollcall_.*)$/s.test(schema)) {
    throw rollcallError('schema-reserved', { schema });
  }
  const { rows } = await client
    .query<{ allowed: boolean }>(
      `SELECT coalesce(
                (SELECT has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')
                   FROM pg_namespace WHERE nspname = $1),
                has_database_privilege(current_database(), 'CREATE')) AS allowed`,
      [schema],
    )
    .catch((error: unknown) => {
      throw explainPostgresError(error, target);
    });
  if (rows[0]?.allowed !== true) throw rollcallError('schema-denied', { user: target.user, schema });
}
