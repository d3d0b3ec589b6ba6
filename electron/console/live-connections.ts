import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { ConnectionId } from '../../shared/console/connection.ts';
import type { Target } from '../../shared/target.ts';
import { ReadingPool } from '../core/postgres/reading-pool.ts';

/** Which screen asks; the server sees it as `rollcall monitor`. */
export type Asker = 'monitor' | 'indexes';

type Pools = Map<Asker, ReadingPool>;

/** Connections of the main process for what is read in a blink; what takes longer is a job. */
export class LiveConnections {
  readonly #reach: (id: ConnectionId) => Promise<Target>;
  readonly #answered: (id: ConnectionId) => Promise<void>;
  readonly #pools = new Map<ConnectionId, Pools>();

  /**
   * @param reach where a connection leads, with its password
   * @param answered hears of each read that went well
   */
  constructor(
    reach: (id: ConnectionId) => Promise<Target>,
    answered: (id: ConnectionId) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#reach = reach;
    this.#answered = answered;
  }

  /**
   * Reads from a server that is known. Statements are given up after `readingSeconds`.
   *
   * @param work leaves neither a transaction nor a setting behind
   * @throws RollcallError connection-unknown, practice-not-started, answer-too-late, what `connect` throws, and
   *   errors of PostgreSQL explained
   */
  async read<T>(
    id: ConnectionId,
    asker: Asker,
    work: (client: pg.Client, target: Target) => Promise<T>,
  ): Promise<T> {
    const target = await this.#reach(id);
    const found = await this.#pool(id, asker, target).read((client) => work(client, target));
    await this.#answered(id);
    return found;
  }

  /** Another one once the connection leads elsewhere, or with another password. */
  #pool(id: ConnectionId, asker: Asker, target: Target): ReadingPool {
    const pools: Pools = this.#pools.get(id) ?? new Map();
    const known = pools.get(asker);
    if (known && isDeepStrictEqual(known.target, target)) return known;
    void known?.close();
    const pool = new ReadingPool(target, `rollcall ${asker}`);
    this.#pools.set(id, pools.set(asker, pool));
    return pool;
  }

  /** After a connection was removed, or its server stopped. */
  async forget(id: ConnectionId): Promise<void> {
    const pools = this.#pools.get(id);
    this.#pools.delete(id);
    await Promise.all([...(pools?.values() ?? [])].map((pool) => pool.close()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.keys()].map((id) => this.forget(id)));
  }
}
