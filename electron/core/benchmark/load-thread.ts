import { Worker } from 'node:worker_threads';
import { reviveError } from '../../../shared/errors/index.ts';
import type { PostgresEngine, SqliteEngine } from './measure.ts';
import type { Assignment, Counted, FromThread, ToThread } from './thread-messages.ts';

/** Megabytes; a hundred threads have to fit. */
const sqliteLimits = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8, stackSizeMb: 1 };

/** A worker thread that makes load, as seen from the thread that started it. */
export class LoadThread {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<readonly number[]>();
  readonly #done = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();
  #hasEnded = false;

  private constructor(worker: Worker, onCounted: (counted: Counted) => void) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'ready') this.#ready.resolve(message.backends);
      else if (message.kind === 'counted') onCounted(message.counted);
      else if (message.kind === 'done') this.#done.resolve();
      else this.#fail(reviveError(message.error));
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => {
      this.#hasEnded = true;
      this.#exited.resolve();
      this.#fail(new Error(`A thread that made load ended with code ${code} and no answer.`));
    });
    // Whoever awaits them hears of it; until then a failure isn't one of the process.
    this.#ready.promise.catch(() => undefined);
    this.#done.promise.catch(() => undefined);
  }

  static ofSqliteUser(
    assignment: Assignment<SqliteEngine>,
    onCounted: (counted: Counted) => void,
  ): LoadThread {
    const url = new URL('./sqlite-user-worker.ts', import.meta.url);
    return new LoadThread(
      new Worker(url, { workerData: assignment, resourceLimits: sqliteLimits }),
      onCounted,
    );
  }

  static ofPostgresUsers(
    assignment: Assignment<PostgresEngine>,
    onCounted: (counted: Counted) => void,
  ): LoadThread {
    const url = new URL('./postgres-users-worker.ts', import.meta.url);
    return new LoadThread(new Worker(url, { workerData: assignment }), onCounted);
  }

  /** Process ids of the server's side. */
  get ready(): Promise<readonly number[]> {
    return this.#ready.promise;
  }

  /** Everything that it counted has been told. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Nothing of it is left, neither a connection nor an open file. */
  get exited(): Promise<void> {
    return this.#exited.promise;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** It ends as soon as it is not inside of SQLite, which can take until a statement is done. */
  cut(): void {
    void this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#ready.reject(error);
    this.#done.reject(error);
  }
}
