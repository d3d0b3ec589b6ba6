import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from './connect.ts';
import { explainPostgresError } from './errors.ts';

/** Milliseconds that the server has to stop a statement before its connection is cut. */
const patience = 700;

/**
 * Runs `work`, which talks to the server through `client`. When the signal aborts, its statement is cancelled from a
 * second connection; where that doesn't help in time (the server is gone, or waits for the client's COPY data), the
 * connection is cut. Work that succeeds all the same keeps its result, so that a COMMIT is never called cancelled.
 * After `cancelled` the client is either in a failed transaction or closed.
 *
 * @throws RollcallError `cancelled` within a second of the abort; errors of PostgreSQL explained
 */
export async function cancellable<T>(
  client: pg.Client,
  target: Target,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw rollcallError('cancelled', {});
  const settled = new AbortController();
  const stopped = Promise.withResolvers<never>();
  const stop = () => {
    stopStatement(client, target, settled.signal).then(
      () => stopped.reject(rollcallError('cancelled', {})),
      (cause: unknown) => stopped.reject(rollcallError('cancelled', {}, cause)),
    );
  };
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped.promise]);
  } catch (error) {
    throw signal.aborted ? rollcallError('cancelled', {}, error) : explainPostgresError(error, target);
  } finally {
    signal.removeEventListener('abort', stop);
    settled.abort();
  }
}

/** Returns when `settled` aborts, or after the connection was cut. */
async function stopStatement(client: pg.Client, target: Target, settled: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([settled, AbortSignal.timeout(patience)]);
  try {
    await cancelStatements(client, target, limit);
  } finally {
    if (!settled.aborted) client.connection.stream.destroy();
  }
}

/**
 * Cancels again and again until `limit` aborts: a cancel that arrives between two statements has no effect, and the
 * next statement would run on.
 */
async function cancelStatements(client: pg.Client, target: Target, limit: AbortSignal): Promise<void> {
  const second = await connect(target, { signal: limit, applicationName: 'rollcall cancel' });
  try {
    while (!limit.aborted) {
      await second.query('SELECT pg_cancel_backend($1)', [processId(client)]);
      await sleep(50, undefined, { signal: limit }).catch(() => undefined);
    }
  } finally {
    second.connection.stream.destroy();
  }
}

/** Of the server process behind the client; node-postgres keeps it, its types don't tell. */
function processId(client: pg.Client): number | undefined {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : undefined;
}
