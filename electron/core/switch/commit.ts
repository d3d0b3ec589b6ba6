import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from '../postgres/connect.ts';
import { explainPostgresError } from '../postgres/errors.ts';
import { describeTarget } from '../postgres/target.ts';

/** A session whose transaction holds the whole switch. */
export interface Uncommitted {
  readonly client: pg.Client;
  readonly target: Target;
  /** In the ledger that the transaction writes. */
  readonly runId: string;
}

/** Milliseconds. */
const patience = {
  /** That the server has for its answer; a COMMIT may wait for a standby. */
  answer: 60_000,
  /** In which a new connection has to be had, and has to tell what became of the COMMIT. */
  inquiry: 30_000,
  /** That are left of either when the run is cancelled. */
  cancelled: 1000,
  /** After which a session that lives on without its client is ended. */
  orphan: 2000,
};

/**
 * Commits. When no answer comes, the transaction may have been committed or not: a new connection then looks for the
 * run in the ledger, so that neither is claimed without proof.
 *
 * @throws RollcallError `outcome-unknown` when that can't be found out; otherwise nothing was committed
 */
export async function commitSwitch(switched: Uncommitted, signal: AbortSignal): Promise<void> {
  const { client, target, runId } = switched;
  const session = await processIdOf(client, target);
  const cut = () => client.connection.stream.destroy();
  try {
    await withDeadline(patience.answer, signal, async (deadline) => {
      deadline.addEventListener('abort', cut);
      await client.query('COMMIT');
      deadline.removeEventListener('abort', cut);
    });
  } catch (error) {
    cut();
    const there = await withDeadline(patience.inquiry, signal, (deadline) =>
      lookForRun(target, runId, session, deadline),
    );
    if (there === undefined)
      throw rollcallError('outcome-unknown', { where: describeTarget(target), runId }, error);
    if (!there) throw explainPostgresError(error, target);
  }
}

async function processIdOf(client: pg.Client, target: Target): Promise<number | undefined> {
  try {
    return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
  } catch (error) {
    throw explainPostgresError(error, target);
  }
}

async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const end = () => over.abort();
  const hurry = () => timers.push(setTimeout(end, patience.cancelled));
  const timers = [setTimeout(end, milliseconds)];
  if (signal.aborted) hurry();
  else signal.addEventListener('abort', hurry);
  try {
    return await work(over.signal);
  } finally {
    signal.removeEventListener('abort', hurry);
    timers.forEach(clearTimeout);
  }
}

/** @returns nothing when there was no telling before the deadline */
async function lookForRun(
  target: Target,
  runId: string,
  session: number | undefined,
  deadline: AbortSignal,
): Promise<boolean | undefined> {
  while (!deadline.aborted) {
    try {
      const client = await connect(target, { signal: deadline });
      const cut = () => client.connection.stream.destroy();
      deadline.addEventListener('abort', cut);
      try {
        await untilEnded(client, session, deadline);
        return await isInLedger(client, runId);
      } finally {
        await client.end();
      }
    } catch {
      // The server may be starting again; why there is no connection is worth no word beside the error at hand.
      await sleep(500, undefined, { signal: deadline }).catch(() => undefined);
    }
  }
  return undefined;
}

/**
 * As long as the session of the COMMIT lives, a run that isn't in the ledger may still get there. The run's lock goes
 * with its session, after the transaction.
 */
async function untilEnded(
  client: pg.Client,
  session: number | undefined,
  deadline: AbortSignal,
): Promise<void> {
  const started = performance.now();
  for (;;) {
    const { rows } = await client.query(
      `SELECT CASE WHEN $2 THEN pg_terminate_backend(pid) END FROM pg_locks
        WHERE locktype = 'advisory' AND pid = $1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [session, performance.now() - started > patience.orphan],
    );
    if (rows.length === 0) return;
    await sleep(50, undefined, { signal: deadline });
  }
}

async function isInLedger(client: pg.Client, runId: string): Promise<boolean> {
  const ledger = await client.query("SELECT to_regclass('rollcall.run') IS NOT NULL AS there");
  if (ledger.rows[0]?.there !== true) return false;
  return (await client.query('SELECT 1 FROM rollcall.run WHERE id = $1', [runId])).rows.length > 0;
}
