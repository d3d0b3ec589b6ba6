import type pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from './connect.ts';
import { explainPostgresError } from './errors.ts';
import { describeEndpoint } from './target.ts';

/** Seconds after which the server gives up one statement of a short read. */
export const readingSeconds = 5;

/** Connections that one pool has at most: a read of another kind needn't wait for a slow one. */
const most = 2;

/** Milliseconds after which a connection that nobody uses is closed. */
const patience = 30_000;

/**
 * So that a look never becomes a burden: no statement runs long or waits long for a lock, none is spread over several
 * processes or compiled, and a transaction that was forgotten ends.
 */
const settings = [
  `SET statement_timeout = '${readingSeconds}s'`,
  `SET lock_timeout = '1s'`,
  `SET idle_in_transaction_session_timeout = '30s'`,
  'SET max_parallel_workers_per_gather = 0',
  'SET jit = off',
].join('; ');

/**
 * A client for short reads.
 *
 * @param applicationName who asks, as pg_stat_activity and the server's log show it
 * @throws RollcallError what `connect` throws
 */
export async function connectForReading(
  target: Target,
  applicationName: string,
  signal?: AbortSignal,
): Promise<pg.Client> {
  const client = await connect(target, { applicationName, ...(signal === undefined ? {} : { signal }) });
  try {
    await client.query(settings);
    return client;
  } catch (error) {
    await client.end();
    throw explainPostgresError(error, target);
  }
}

/** A few connections to one database for short reads, opened when they are needed and closed when they aren't. */
export class ReadingPool {
  readonly target: Target;
  readonly #applicationName: string;
  /** Those that nobody uses, each with what will close it. */
  readonly #idle = new Map<pg.Client, NodeJS.Timeout>();
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  readonly #closed = new AbortController();

  constructor(target: Target, applicationName: string) {
    this.target = target;
    this.#applicationName = applicationName;
  }

  /**
   * Does work that reads, and leaves neither a transaction nor a setting behind. A connection on which something went
   * wrong isn't used again.
   *
   * @throws RollcallError answer-too-late; cancelled when the pool is closed; what `connect` throws; errors of
   *   PostgreSQL explained
   */
  async read<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    while (this.#running.size >= most) await new Promise<void>((go) => this.#waiting.push(go));
    const running = this.#readOnOne(work, this.#closed.signal);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      this.#waiting.shift()?.();
    }
  }

  async #readOnOne<T>(work: (client: pg.Client) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw rollcallError('cancelled', {});
    const client = this.#reuse() ?? (await this.#open(signal));
    try {
      const read = await cancellable(client, this.target, signal, () => work(client));
      this.#keep(client);
      return read;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw isCancelled(error) && !signal.aborted ? this.#tooLate(error) : error;
    }
  }

  /** SQLSTATE query_canceled is the server's word for a statement_timeout too. */
  #tooLate(error: RollcallError): RollcallError {
    const where = describeEndpoint(this.target.endpoint);
    return rollcallError('answer-too-late', { where, seconds: readingSeconds }, error.cause);
  }

  async #open(signal: AbortSignal): Promise<pg.Client> {
    const client = await connectForReading(this.target, this.#applicationName, signal);
    // The server may end a session that nobody uses.
    client.once('end', () => this.#take(client));
    return client;
  }

  #reuse(): pg.Client | undefined {
    const client = this.#idle.keys().next().value;
    if (client) this.#take(client);
    return client;
  }

  #take(client: pg.Client): void {
    clearTimeout(this.#idle.get(client));
    this.#idle.delete(client);
  }

  #keep(client: pg.Client): void {
    const close = () => {
      this.#take(client);
      void client.end();
    };
    if (this.#closed.signal.aborted) close();
    else this.#idle.set(client, setTimeout(close, patience));
  }

  /** Cancels what runs and closes every connection. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.allSettled(this.#running);
    for (let client = this.#reuse(); client !== undefined; client = this.#reuse()) await client.end();
  }
}

function isCancelled(error: unknown): error is RollcallError {
  return error instanceof RollcallError && error.code === 'cancelled';
}
