import type pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { dropAbandonedCopies } from '../postgres/abandoned-copies.ts';
import { connect } from '../postgres/connect.ts';
import { dropDatabase, ensureDatabase } from '../postgres/database.ts';
import { readServer } from '../postgres/server.ts';
import { describeTarget } from '../postgres/target.ts';
import { quoteName } from '../source/quote.ts';

/** A run's hold on its target: one connection with the lock that keeps a second run out. */
export interface TargetSession {
  readonly target: Target;
  readonly client: pg.Client;
  /** Staging schema of this run. */
  readonly staging: string;
  /** A further connection to the same database. */
  readonly connect: () => Promise<pg.Client>;
  /** From here on, closing leaves what the run made. */
  readonly keep: () => void;
  /** Closes; removes what this run made unless it is to be kept, so that the target is as it was. */
  readonly close: () => Promise<void>;
}

/** Any number that no application is likely to take; the lock counts within one database. */
const lockKey = '7238164501';

/**
 * Finds out early whether the server lets this user in. That the database is missing is no obstacle yet.
 *
 * @throws RollcallError what keeps from connecting
 */
export async function probeTarget(target: Target, signal: AbortSignal): Promise<void> {
  const client = await connectIfThere(target, signal);
  await client?.end();
}

async function connectIfThere(target: Target, signal: AbortSignal): Promise<pg.Client | undefined> {
  try {
    return await connect(target, { signal });
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'database-missing') return undefined;
    throw error;
  }
}

/**
 * Connects, makes the database when it is missing, and locks it for this run.
 *
 * @returns nothing when the database is missing and shall not be created
 * @throws RollcallError `another-run` when the lock is taken, or what keeps from connecting
 */
export async function openTarget(
  target: Target,
  runId: string,
  signal: AbortSignal,
  { create }: { create: boolean },
): Promise<TargetSession | undefined> {
  const made = create && (await ensureDatabase(target, signal)) === 'created';
  const client = await connectIfThere(target, signal);
  if (!client) return undefined;
  const staging = `rollcall_staging_${runId}`;
  // Without the lock nothing here is this run's to remove, not even a database that it made.
  let kept = true;
  const close = async () => {
    await client.end();
    if (!kept) await (made ? dropDatabase(target) : dropSchema(target, staging));
  };
  try {
    await lock(client, target);
    kept = false;
    await dropAbandoned(client);
    await dropAbandonedCopies(client);
    await readServer(client, target);
  } catch (error) {
    await close();
    throw error;
  }
  const keep = () => {
    kept = true;
  };
  return { target, client, staging, connect: () => connect(target, { signal }), keep, close };
}

async function lock(client: pg.Client, target: Target): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${lockKey}) AS locked`,
  );
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
