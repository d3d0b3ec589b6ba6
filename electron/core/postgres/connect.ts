import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { explainPostgresError } from './errors.ts';
import { type LoginOptions, logIn } from './login.ts';
import { waysToConnect } from './ssl.ts';
import { describeEndpoint } from './target.ts';

export interface ConnectOptions extends LoginOptions {
  /** Instead of the target's own. */
  readonly database?: string;
}

/** Milliseconds that the server has to stop a statement before its connection is cut. */
const patience = 700;

/** After which a refusal is worth another try the other way: encrypted instead of plain, or plain instead. */
const refusedThisWay: ReadonlySet<string> = new Set([
  'no-pg-hba-entry',
  'tls-not-offered',
  'tls-failed',
  'certificate-unknown',
  'certificate-expired',
  'certificate-wrong-host',
]);

/** What a server says only after pg_hba.conf let the user in. */
const pastRefusal: ReadonlySet<string> = new Set([
  'password-needed',
  'identity-rejected',
  'database-missing',
]);

/**
 * A client whose session is as `fixSession` says, under the target's sslmode as libpq reads it.
 *
 * @throws RollcallError only; `cancelled` when the signal aborts
 */
export async function connect(target: Target, options: ConnectOptions = {}): Promise<pg.Client> {
  const wanted = options.database === undefined ? target : { ...target, database: options.database };
  let refusal: RollcallError | undefined;
  for (const way of waysToConnect(wanted)) {
    try {
      return await logIn(wanted, way, options);
    } catch (error) {
      if (!(error instanceof RollcallError) || !refusedThisWay.has(error.code)) throw error;
      refusal ??= error;
    }
  }
  throw await diagnose(refusal ?? rollcallError('unexpected', {}), wanted, options);
}

/**
 * A server that refuses a plain connection by pg_hba.conf may take the same user encrypted. To tell, a connection
 * without the password is tried; that it gets past pg_hba.conf is enough.
 */
async function diagnose(
  refusal: RollcallError,
  target: Target,
  options: ConnectOptions,
): Promise<RollcallError> {
  if (refusal.code !== 'no-pg-hba-entry' || target.endpoint.kind !== 'tcp' || target.ssl.mode !== 'disable') {
    return refusal;
  }
  const { password: _, ...nameless } = target;
  try {
    const client = await logIn({ ...nameless, ssl: { mode: 'require' } }, 'tls', options);
    await client.end();
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'cancelled') return error;
    if (!(error instanceof RollcallError) || !pastRefusal.has(error.code)) return refusal;
  }
  return rollcallError('tls-required', { where: describeEndpoint(target.endpoint) }, refusal.cause);
}

/**
 * Runs `work`, which talks to the server through `client`. When the signal aborts, its statement is cancelled from a
 * second connection; where that doesn't help in time (the server is gone, or waits for the client's COPY data), the
 * connection is cut from both sides. Work that succeeds all the same keeps its result, so that a COMMIT is never called
 * cancelled. After `cancelled` the client is either in a failed transaction or closed.
 *
 * @throws RollcallError `cancelled` within two seconds of the abort; errors of PostgreSQL explained
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
  let stopping = Promise.resolve();
  const giveUp = (cause?: unknown) => {
    if (!settled.signal.aborted) stopped.reject(rollcallError('cancelled', {}, cause));
  };
  const stop = () => {
    stopping = stopStatement(client, target, settled.signal).then(() => giveUp(), giveUp);
  };
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped.promise]);
  } catch (error) {
    throw signal.aborted ? rollcallError('cancelled', {}, error) : explainPostgresError(error, target);
  } finally {
    signal.removeEventListener('abort', stop);
    settled.abort();
    // A cancel still on its way would hit the client's next statement, a ROLLBACK perhaps.
    await stopping;
  }
}

/** Returns when `settled` aborts, or after the connection was cut. */
async function stopStatement(client: pg.Client, target: Target, settled: AbortSignal): Promise<void> {
  const backend = processId(client);
  try {
    await cancelStatements(target, [backend], settled, AbortSignal.timeout(patience));
  } finally {
    if (!settled.aborted) {
      client.connection.stream.destroy();
      await endBackend(target, backend);
    }
  }
}

/**
 * Ends a server process whose connection was cut. Where the network failed it doesn't hear of that, and would hold its
 * locks until TCP gives up; a cancel has no effect on a COPY that waits for data (PostgreSQL's tcop/postgres.c,
 * ProcessClientReadInterrupt), a termination has.
 */
async function endBackend(target: Target, backend: number): Promise<void> {
  const deadline = AbortSignal.timeout(patience);
  await withSecond(target, deadline, deadline, async (second) => {
    await second.query('SELECT pg_terminate_backend($1)', [backend]);
  });
}

/**
 * Cancels what these server processes are doing, again and again until a signal aborts: a cancel that arrives between
 * two statements has no effect, and the next statement would run on. A cancel is waited for when `settled` aborts, and
 * not after the deadline.
 */
export async function cancelStatements(
  target: Target,
  backends: readonly number[],
  settled: AbortSignal,
  deadline: AbortSignal,
): Promise<void> {
  const either = AbortSignal.any([settled, deadline]);
  await withSecond(target, either, deadline, async (second) => {
    while (!either.aborted) {
      await second.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid', [backends]);
      await sleep(50, undefined, { signal: either }).catch(() => undefined);
    }
  });
}

/**
 * Lends a second connection, which is cut at the deadline.
 *
 * @param wanted aborts when it needn't be made any more
 */
async function withSecond(
  target: Target,
  wanted: AbortSignal,
  deadline: AbortSignal,
  work: (second: pg.Client) => Promise<void>,
): Promise<void> {
  const second = await connect(target, { signal: wanted, applicationName: 'rollcall cancel' });
  const cut = () => second.connection.stream.destroy();
  deadline.addEventListener('abort', cut);
  try {
    await work(second);
  } finally {
    deadline.removeEventListener('abort', cut);
    cut();
  }
}

/** Of the server process behind the client; node-postgres keeps it, its types don't tell. */
export function processId(client: pg.Client): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
}
