import pg from 'pg';
import { z } from 'zod';
import { Leave } from '../../../shared/monitor/leave.ts';
import { type Logging, LogSwitch } from '../../../shared/monitor/logging.ts';
import { serverVersion } from '../postgres/server-version.ts';
import { isSwitchedOn } from './log-switch.ts';

const SettingRow = z.object({
  name: LogSwitch,
  everywhere: z.string().nullable(),
  here: z.string().nullable(),
  change: Leave,
});

/**
 * What a session begins with: the server's value, then the database's, then the role's (manual, "ALTER DATABASE",
 * "ALTER ROLE"). The server's can't be seen in a session in which another one went before it. Only superusers may
 * change these settings, and from PostgreSQL 15 on whoever was granted SET on them; ALTER DATABASE is for its owner.
 */
const settingsSql = (version: number) => `
  WITH own AS (
    SELECT oid, datdba FROM pg_database WHERE datname = current_database()),
  here AS (
    SELECT split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value
      FROM own, pg_db_role_setting, unnest(setconfig) AS setting
     WHERE setdatabase = own.oid AND setrole = 0)
  SELECT name,
         CASE WHEN source NOT IN ('database', 'user', 'database user', 'client', 'session') THEN reset_val END
           AS everywhere,
         here.value AS here,
         CASE WHEN pg_is_in_recovery() THEN 'on the primary'
              WHEN pg_has_role(own.datdba, 'USAGE') AND (
                (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
                ${version >= 150_000 ? "OR has_parameter_privilege(name, 'SET')" : ''}) THEN 'given'
              ELSE 'denied' END AS change
    FROM pg_settings
    LEFT JOIN here USING (name), own
   WHERE name = ANY ($1)
   ORDER BY name DESC`;

const RoleRow = z.object({ role: z.string() });

const rolesSql = `
  SELECT DISTINCT setrole::regrole::text AS role
    FROM pg_db_role_setting, unnest(setconfig) AS setting
   WHERE setrole <> 0
     AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
     AND split_part(setting, '=', 1) = ANY ($1)`;

/**
 * What the server logs for the connected database, of the settings that the monitor switches.
 *
 * @param client of `connectForReading`
 * @throws what the server says
 */
export async function readLogging(client: pg.Client): Promise<Logging> {
  const names = [LogSwitch.options];
  const { rows: settings } = await client.query(settingsSql(await serverVersion(client)), names);
  const { rows: roles } = await client.query(rolesSql, names);
  return {
    settings: z
      .array(SettingRow)
      .parse(settings)
      .map(({ name, everywhere, here, change }) => ({
        name,
        change,
        on: here !== null && isSwitchedOn(name, here),
        ...(everywhere === null ? {} : { everywhere }),
        ...(here === null ? {} : { here }),
      })),
    roles: z
      .array(RoleRow)
      .parse(roles)
      .map(({ role }) => role),
  };
}

/**
 * The same for every way to the connected database, and for no other one (manual, pg_control_system).
 *
 * @throws what the server says
 */
export async function identifyDatabase(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT format('%s/%s', system_identifier, oid) AS database
       FROM pg_control_system(), pg_database WHERE datname = current_database()`,
  );
  return z.object({ database: z.string() }).parse(rows[0]).database;
}

/**
 * Says for the connected database what its sessions from now on log, or that the server's value counts again.
 *
 * @param value undefined takes the database's own away
 * @throws what the server says
 */
export async function setLogging(
  client: pg.Client,
  name: LogSwitch,
  value: string | undefined,
): Promise<void> {
  const { rows } = await client.query('SELECT current_database() AS database');
  const database = pg.escapeIdentifier(z.object({ database: z.string() }).parse(rows[0]).database);
  const change = value === undefined ? `RESET ${name}` : `SET ${name} = ${pg.escapeLiteral(value)}`;
  await client.query(`ALTER DATABASE ${database} ${change}`);
}
