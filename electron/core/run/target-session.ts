import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from '../postgres/connect.ts';
import { dropDatabase, ensureDatabase } from '../postgres/database.ts';
import { type ServerFacts, readServer } from '../postgres/server.ts';
import { describeTarget } from '../postgres/target.ts';
import { quoteName } from '../source/quote.ts';

/** A run's hold on its target: one connection with the lock that keeps a second run out. */
export interface TargetSession {
  readonly target: Target;
  readonly client: pg.Client;
  readonly server: ServerFacts;
  /** Staging schema of this run. */
  readonly staging: string;
  /** Removes what this run made, so that the target is as it was. */
  readonly undo: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Any number that no application is likely to take; the lock counts within one database. */
const lockKey = '7238164501';

/**
 * Connects, makes the database when it is missing, and locks it for this run.
 *
 * @throws RollcallError `another-run` when the lock is taken, or what kept from connecting
 */
export async function openTarget(target: Target, runId: string, signal: AbortSignal): Promise<TargetSession> {
  const database = await ensureDatabase(target, signal);
  const staging = `rollcall_staging_${runId}`;
  const undo = async () => {
    if (database === 'created') await dropDatabase(target);
    else await dropSchema(target, staging);
  };
  try {
    const client = await connect(target, { signal });
    try {
      await lock(client, target);
      await dropAbandoned(client);
      return { target, client, server: await readServer(client), staging, undo, close: () => client.end() };
    } catch (error) {
      await client.end();
      throw error;
    }
  } catch (error) {
    if (database === 'created') await dropDatabase(target);
    throw error;
  }
}

async function lock(client: pg.Client, target: Target): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${lockKey}) AS locked`);
  if (rows[0]?.locked !== true) throw rollcallError('another-run', { where: describeTarget(target) });
}

/** Who holds the lock is alone: a staging schema that is there now was left by a run that died. */
async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'rollcall\\_staging\\_%'",
  );
  for (const { name } of rows) await client.query(`DROP SCHEMA ${quoteName(name)} CASCADE`);
}

/** By a connection of its own: the run's may be what broke. */
async function dropSchema(target: Target, schema: string): Promise<void> {
  const client = await connect(target);
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${quoteName(schema)} CASCADE`);
  } finally {
    await client.end();
  }
}
