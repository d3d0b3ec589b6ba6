import pg from 'pg';
import { connect } from '../postgres/connect.ts';
import { explainPostgresError } from '../postgres/errors.ts';
import { frugalSocket } from './frugal-socket.ts';
import type { Load, PostgresEngine } from './measure.ts';
import { PostgresSession, prepareMessage } from './postgres-session.ts';

export function statementName(place: number): string {
  return `load_${place}`;
}

/**
 * The connections that the users of an application share: the one that rested longest is taken first, as in
 * SQLAlchemy's QueuePool, and who finds none waits, first come, first served.
 */
export class PostgresPool implements Disposable {
  readonly #engine: PostgresEngine;
  readonly #load: Pick<Load, 'statements' | 'writes' | 'users'>;
  readonly #free: PostgresSession[] = [];
  readonly #waiting: ((session: PostgresSession) => void)[] = [];
  readonly #open = new Set<PostgresSession>();

  constructor(engine: PostgresEngine, load: Pick<Load, 'statements' | 'writes' | 'users'>) {
    this.#engine = engine;
    this.#load = load;
  }

  /**
   * Opens the connections and prepares the statements on each. An application opens one when none is free, so there
   * are never more than users.
   *
   * @returns the process ids of the server's side
   * @throws RollcallError of `connect`, or server-error for a statement that can't be prepared
   */
  async fill(): Promise<number[]> {
    const length = Math.min(this.#engine.pool, this.#load.users);
    const opened = await Promise.all(Array.from({ length }, () => this.#openSession()));
    this.#free.push(...opened.map(({ session }) => session));
    return opened.map(({ backend }) => backend);
  }

  take(): PostgresSession | Promise<PostgresSession> {
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Hands a session to who waits for one. A lost one is replaced.
   *
   * @throws RollcallError of `connect`, when there is no other to be had
   */
  async give(session: PostgresSession): Promise<void> {
    const usable = session.isLost ? await this.#replace(session) : session;
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(usable);
    else next(usable);
  }

  async #replace(lost: PostgresSession): Promise<PostgresSession> {
    this.#open.delete(lost);
    return (await this.#openSession()).session;
  }

  async #openSession(): Promise<{ session: PostgresSession; backend: number }> {
    const { target, searchPath } = this.#engine;
    const client = await connect(target, { applicationName: 'rollcall load test', newSocket: frugalSocket });
    const path = searchPath.map((schema) => pg.escapeIdentifier(schema)).join(', ');
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pg_backend_pid() AS pid, set_config('search_path', $1, false),
              set_config('default_transaction_read_only', $2, false)`,
      [path, this.#load.writes ? 'off' : 'on'],
    );
    const session = new PostgresSession(client);
    this.#open.add(session);
    for (const [place, sql] of this.#load.statements.entries()) {
      const { error } = await session.request(prepareMessage(statementName(place), sql));
      if (error !== undefined) throw explainPostgresError(error, target);
    }
    return { session, backend: rows[0]?.pid ?? 0 };
  }

  [Symbol.dispose](): void {
    for (const session of this.#open) session.close();
  }
}
