import { rollcallError } from '../../../shared/errors/index.ts';
import type { LoadErrors } from '../../../shared/load-measurement.ts';
import { cancelStatements } from '../postgres/connect.ts';
import { LoadThread } from './load-thread.ts';
import type { LoadThreads } from './load-threads.ts';
import type { Cell } from './measure.ts';
import { packOperations } from './packed-operations.ts';
import type { AnyAssignment, Counted } from './thread-messages.ts';
import { newShared, stopAll, Timetable } from './timetable.ts';

/** Milliseconds between the word to begin and the beginning, so that a hundred threads have heard it. */
const lead = 100;
/** Milliseconds that threads have to come to an end by themselves, and again once they are cut. */
const grace = 400;
/** Seconds; SQLAlchemy's pool and most web servers give up after so many. */
const defaultPatience = 30;

/** The threads that are the users of one cell. */
export class Crew implements AsyncDisposable {
  readonly #cell: Cell;
  readonly #shared: Int32Array<SharedArrayBuffer>;
  readonly #threads: readonly LoadThread[];
  #backends: readonly number[] = [];
  #state: 'starting' | 'working' | 'done' | 'ended' = 'starting';

  constructor(cell: Cell, threads: LoadThreads, onCounted: (counted: Counted) => void) {
    this.#cell = cell;
    this.#shared = newShared(cell.load.users);
    const {
      engine,
      load: { operations: list, ...load },
    } = cell;
    const common = { load, operations: packOperations(list), shared: this.#shared };
    // SQLite works in the thread that asks it; users of PostgreSQL only wait for the network.
    const assign = (assignment: AnyAssignment) => new LoadThread(threads, assignment, onCounted);
    this.#threads =
      engine.kind === 'sqlite'
        ? Array.from({ length: load.users }, () => assign({ engine, ...common }))
        : [assign({ engine, ...common })];
  }

  /** Waits until all have their connections and statements. */
  async ready(signal: AbortSignal): Promise<void> {
    const ready = await orCancelled(signal, Promise.all(this.#threads.map((thread) => thread.ready)));
    this.#backends = ready.flat();
  }

  begin(): Timetable {
    this.#state = 'working';
    const at = process.hrtime.bigint() + BigInt(lead * 1e6);
    for (const thread of this.#threads) thread.tell({ kind: 'begin', at });
    return new Timetable(this.#cell.load, this.#shared, at);
  }

  /**
   * Waits until all have done their last operation, but not longer than the load's patience after the end.
   *
   * @returns what was given up then
   */
  async finish(timetable: Timetable, signal: AbortSignal): Promise<LoadErrors[]> {
    const { patienceSeconds: patience = defaultPatience } = this.#cell.load;
    const done = Promise.all(this.#threads.map((thread) => thread.done));
    using late = timer(timetable.until + patience * 1000 - performance.now());
    if ((await orCancelled(signal, Promise.race([done, late.over]))) !== 'over') {
      this.#state = 'done';
      return [];
    }
    const stuck = (await this.#stop()) * (this.#cell.load.users / this.#threads.length);
    const now = performance.now();
    const error = { kind: 'timeout', detail: `no answer within ${patience} s after the end` } as const;
    return [
      { ...error, ...timetable.abandoned(now) },
      { ...error, count: stuck, meanMs: now - timetable.until },
    ];
  }

  /**
   * Ends all threads, each of which finishes its operation if it soon can; what the server does for them is cancelled.
   *
   * @returns how many are still at it: inside of SQLite, which nothing can interrupt from outside
   */
  async #stop(): Promise<number> {
    stopAll(this.#shared);
    for (const thread of this.#threads) if (!thread.hasEnded) thread.tell({ kind: 'stop' });
    if (this.#state === 'working') await this.#cancelStatements();
    this.#state = 'ended';
    const stuck = this.#threads.filter((thread) => !thread.hasEnded);
    for (const thread of stuck) thread.cut();
    await this.#ends();
    return stuck.length;
  }

  /** Until all have ended by themselves, or for the time of grace. */
  async #cancelStatements(): Promise<void> {
    const { engine } = this.#cell;
    const settled = new AbortController();
    // Where the server can't be reached any more, the connections are cut all the same.
    const cancelling =
      engine.kind === 'postgres'
        ? cancelStatements(engine.target, this.#backends, settled.signal, AbortSignal.timeout(grace)).catch(
            () => undefined,
          )
        : undefined;
    await this.#ends();
    settled.abort();
    await cancelling;
  }

  /** Waits for them, but not longer than the time of grace. */
  async #ends(): Promise<void> {
    using late = timer(grace);
    await Promise.race([Promise.all(this.#threads.map((thread) => thread.ended)), late.over]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'done') await Promise.all(this.#threads.map((thread) => thread.ended));
    else if (this.#state !== 'ended') await this.#stop();
  }
}

/** @throws RollcallError cancelled */
async function orCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const cancelled = Promise.withResolvers<never>();
  const cancel = () => cancelled.reject(rollcallError('cancelled', {}));
  signal.addEventListener('abort', cancel);
  try {
    if (signal.aborted) throw rollcallError('cancelled', {});
    return await Promise.race([work, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Its `over` resolves after so many milliseconds; never, when they are infinite. */
function timer(ms: number): Disposable & { readonly over: Promise<'over'> } {
  const { promise: over, resolve } = Promise.withResolvers<'over'>();
  const timeout = Number.isFinite(ms) ? setTimeout(() => resolve('over'), Math.max(0, ms)) : undefined;
  return { over, [Symbol.dispose]: () => clearTimeout(timeout) };
}
