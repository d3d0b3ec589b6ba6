import type { Worker } from 'node:worker_threads';
import { reviveError, rollcallError } from '../../../shared/errors/index.ts';
import type { LoadThreads } from './load-threads.ts';
import type { AnyAssignment, Counted, FromThread, ToThread } from './thread-messages.ts';

/** What a worker thread does for one cell, as seen from the thread that assigns it. */
export class LoadThread {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<readonly number[]>();
  readonly #done = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #hasEnded = false;
  #isCut = false;

  constructor(threads: LoadThreads, assignment: AnyAssignment, onCounted: (counted: Counted) => void) {
    const { kind } = assignment.engine;
    const worker = threads.take(kind);
    this.#worker = worker;
    const end = () => {
      worker.off('message', hear).off('error', fail).off('exit', lose);
      this.#hasEnded = true;
      this.#ended.resolve();
    };
    const hear = (message: FromThread) => {
      if (message.kind === 'ready') this.#ready.resolve(message.backends);
      else if (message.kind === 'counted') onCounted(message.counted);
      else {
        if (message.kind === 'done') this.#done.resolve();
        else if (message.kind === 'failed') fail(reviveError(message.error));
        else fail(rollcallError('unexpected', {}, new Error(message.detail)));
        end();
        // What was cut can have answered before it came to that.
        if (!this.#isCut) threads.giveBack(kind, worker);
      }
    };
    const fail = (error: unknown) => {
      this.#ready.reject(error);
      this.#done.reject(error);
    };
    const lose = (code: number) => {
      fail(new Error(`A thread that made load ended with code ${code} and no answer.`));
      end();
    };
    worker.on('message', hear).on('error', fail).on('exit', lose);
    // Whoever awaits them hears of it; until then a failure isn't one of the process.
    this.#ready.promise.catch(() => undefined);
    this.#done.promise.catch(() => undefined);
    this.tell({ kind: 'assign', assignment });
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
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** It ends as soon as it is not inside of SQLite, which can take until a statement is done. */
  cut(): void {
    this.#isCut = true;
    void this.#worker.terminate();
  }
}
