import { Worker } from 'node:worker_threads';
import type { PostgresEngine, SqliteEngine } from './measure.ts';

export type ThreadKind = (SqliteEngine | PostgresEngine)['kind'];

/** Megabytes; a hundred threads have to fit. */
const sqliteLimits = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8, stackSizeMb: 1 };

/**
 * Worker threads that make load, kept from one cell to the next: to start a hundred of them takes seconds. Each costs
 * about 10 MB until this is disposed of.
 */
export class LoadThreads implements AsyncDisposable {
  readonly #idle: Record<ThreadKind, Worker[]> = { sqlite: [], postgres: [] };

  /** One that waits for an assignment. */
  take(kind: ThreadKind): Worker {
    return this.#idle[kind].pop() ?? start(kind);
  }

  /** @param worker that has done what it was assigned */
  giveBack(kind: ThreadKind, worker: Worker): void {
    this.#idle[kind].push(worker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = Object.values(this.#idle).flatMap((idle) => idle.splice(0));
    await Promise.all(all.map((worker) => worker.terminate()));
  }
}

function start(kind: ThreadKind): Worker {
  return kind === 'sqlite'
    ? new Worker(new URL('./sqlite-user-worker.ts', import.meta.url), { resourceLimits: sqliteLimits })
    : new Worker(new URL('./postgres-users-worker.ts', import.meta.url));
}
