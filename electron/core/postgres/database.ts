import pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from './connect.ts';
import { explainPostgresError } from './errors.ts';
import { serverVersion } from './server-version.ts';

/** Databases that every cluster has from the start; one of them is connected to while another is created. */
const maintenanceDatabases = ['postgres', 'template1'] as const;

/** SQLSTATE duplicate_database, and unique_violation where another session commits the same name first. */
const alreadyThere = ['42P04', '23505'] as const;

/** SQLSTATE of a locale that isn't there, and of one for another encoding than UTF8 (commands/dbcommands.c). */
const noSuchLocale = ['42809', '22023'] as const;

/**
 * Creates the target's database when it is missing and the user may.
 *
 * @throws RollcallError create-database-denied, and whatever `connect` throws
 */
export async function ensureDatabase(target: Target, signal: AbortSignal): Promise<'existed' | 'created'> {
  if (await databaseExists(target, signal)) return 'existed';
  const client = await connectForMaintenance(target, signal);
  try {
    return await cancellable(client, target, signal, () => createDatabase(client, target.database));
  } finally {
    await client.end();
  }
}

/** Drops the target's database with the connections to it; one that is gone already is no error. */
export async function dropDatabase(target: Target): Promise<void> {
  const client = await connectForMaintenance(target);
  try {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [target.database],
    );
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(target.database)}`);
  } catch (error) {
    throw explainPostgresError(error, target);
  } finally {
    await client.end();
  }
}

async function databaseExists(target: Target, signal: AbortSignal): Promise<boolean> {
  try {
    const client = await connect(target, { signal });
    await client.end();
    return true;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'database-missing') return false;
    throw error;
  }
}

/** To one of the databases that every server has. */
export async function connectForMaintenance(target: Target, signal?: AbortSignal): Promise<pg.Client> {
  const options = signal === undefined ? {} : { signal };
  let failure: unknown;
  for (const database of maintenanceDatabases) {
    try {
      return await connect(target, { ...options, database });
    } catch (error) {
      if (
        !(error instanceof RollcallError) ||
        !['database-missing', 'no-pg-hba-entry'].includes(error.code)
      ) {
        throw error;
      }
      failure = error;
    }
  }
  throw rollcallError('database-missing', { database: target.database }, failure);
}

async function createDatabase(client: pg.Client, database: string): Promise<'existed' | 'created'> {
  for (const locale of await localesFor(client)) {
    try {
      await client.query(
        `CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE template0 ENCODING 'UTF8' ${locale}`,
      );
      return 'created';
    } catch (error) {
      if (isCode(error, ...alreadyThere)) return 'existed';
      if (!isCode(error, ...noSuchLocale)) throw error;
    }
  }
  throw rollcallError('no-utf8-locale', {});
}

/**
 * Clauses to try in turn, all of which sort by code point. The builtin provider came with 17; C.UTF-8 is a locale of
 * the operating system and not everywhere; C is everywhere (manual, "Locale Providers").
 */
async function localesFor(client: pg.Client): Promise<string[]> {
  const libc = ["LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", "LC_COLLATE 'C' LC_CTYPE 'C'"];
  return (await serverVersion(client)) >= 170_000
    ? ["LOCALE_PROVIDER builtin LOCALE 'C.UTF-8'", ...libc]
    : libc;
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && codes.includes(error.code);
}
