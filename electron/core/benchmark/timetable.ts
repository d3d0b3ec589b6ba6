import type { Bound, Pattern } from '../../../shared/load-test.ts';
import type { Load } from './measure.ts';

/** Places in the memory that all users share. */
const slots = { turns: 0, measured: 1, stopped: 2, unserved: 3 } as const;

export function newShared(users: number): Int32Array<SharedArrayBuffer> {
  const shared = new Int32Array(new SharedArrayBuffer(Object.keys(slots).length * 4));
  shared[slots.unserved] = users;
  return shared;
}

/** Ends the waiting of all users at once. */
export function stopAll(shared: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(shared, slots.stopped, 1);
  Atomics.notify(shared, slots.stopped);
}

/** Blocks the thread until that moment on its `performance.now()`; false when all were stopped meanwhile. */
export function sleepUntil(shared: Int32Array<SharedArrayBuffer>, moment: number): boolean {
  let state = Atomics.load(shared, slots.stopped) === 0 ? 'timed-out' : 'not-equal';
  // A wait can end a little early.
  for (
    let left = moment - performance.now();
    left > 0 && state === 'timed-out';
    left = moment - performance.now()
  ) {
    state = Atomics.wait(shared, slots.stopped, 0, left);
  }
  return state === 'timed-out';
}

/** An operation that a user took upon itself. */
export interface Turn {
  /** Place in the endless list of operations. */
  readonly index: number;
  /** When it is to begin by the schedule of the open loop, on this thread's `performance.now()`. */
  readonly due?: number;
  /** It is to begin in the measured time. */
  readonly measured: boolean;
}

/** Milliseconds between arrivals; undefined in a closed loop. */
export function arrivalGap(pattern: Pattern): number | undefined {
  return pattern.kind === 'open' ? 1000 / pattern.perSecond : undefined;
}

/** Length of the measured time in milliseconds; undefined where only the last answer ends it. */
export function measuredMs(bound: Bound, pattern: Pattern): number | undefined {
  if (bound.kind === 'seconds') return bound.seconds * 1000;
  const gap = arrivalGap(pattern);
  return gap === undefined ? undefined : bound.operations * gap;
}

/**
 * Who does what when. Every thread has one; they agree by a few integers in shared memory, so that the users of all
 * threads go through one list of operations, and through one schedule of arrivals.
 */
export class Timetable {
  readonly #shared: Int32Array<SharedArrayBuffer>;
  /** On this thread's `performance.now()`, as are the bounds of the measured time. */
  readonly begin: number;
  readonly #gap: number | undefined;
  readonly #operations: number;
  readonly from: number;
  readonly until: number;

  /** @param at moment of the beginning on `process.hrtime` */
  constructor(
    { pattern, bound, warmUpSeconds }: Pick<Load, 'pattern' | 'bound' | 'warmUpSeconds'>,
    shared: Int32Array<SharedArrayBuffer>,
    at: bigint,
  ) {
    this.#shared = shared;
    this.begin = performance.now() + Number(at - process.hrtime.bigint()) / 1e6;
    this.#gap = arrivalGap(pattern);
    this.#operations = bound.kind === 'operations' ? bound.operations : Number.POSITIVE_INFINITY;
    this.from = this.begin + warmUpSeconds * 1000;
    this.until = this.from + (measuredMs(bound, pattern) ?? Number.POSITIVE_INFINITY);
  }

  get stopped(): boolean {
    return Atomics.load(this.#shared, slots.stopped) !== 0;
  }

  /**
   * The next turn for a user who is free now; undefined when there is none any more. In a closed loop users go on after
   * the measured time, uncounted, until each has had an answer that counts: or they would clear the way for the others.
   */
  claim(now: number): Turn | undefined {
    return this.stopped ? undefined : this.#claim(now);
  }

  #claim(now: number): Turn | undefined {
    return this.#gap === undefined ? this.#claimAtOnce(now) : this.#claimArrival(this.#gap);
  }

  #claimAtOnce(now: number): Turn | undefined {
    const isOver = now >= this.until;
    if (isOver && Atomics.load(this.#shared, slots.unserved) <= 0) return undefined;
    const measured = now >= this.from && !isOver;
    if (measured && Atomics.add(this.#shared, slots.measured, 1) >= this.#operations) return undefined;
    return { index: Atomics.add(this.#shared, slots.turns, 1), measured };
  }

  /**
   * Whether an operation counts: one that began in the measured time, or was meant to, and in a closed loop one of the
   * warm-up that outlasted the measured time. Of a slow engine that is what has to be said.
   */
  counts({ due, measured }: Turn, start: number, end: number): boolean {
    return measured || (due === undefined && start < this.from && end > this.until);
  }

  /** A user's first operation that counts has ended. */
  serve(): void {
    Atomics.sub(this.#shared, slots.unserved, 1);
  }

  #claimArrival(gap: number): Turn | undefined {
    const index = Atomics.add(this.#shared, slots.turns, 1);
    const due = this.begin + index * gap;
    return this.#isBeyond(due, gap) ? undefined : { index, due, measured: due > this.from - gap / 2 };
  }

  /** An arrival on the very bound belongs to what follows, whatever the last bit of a sum says. */
  #isBeyond(due: number, gap: number): boolean {
    return due > this.until - gap / 2;
  }

  /** Whether `claim` has an answer by now, if only that there is none any more. */
  isReady(now: number): boolean {
    if (this.#gap === undefined || this.stopped) return true;
    const due = this.begin + Atomics.load(this.#shared, slots.turns) * this.#gap;
    return due <= now || this.#isBeyond(due, this.#gap);
  }

  /** When the next operation of the open loop is due after that moment; undefined after the last. */
  dueAfter(moment: number): number | undefined {
    const gap = this.#gap;
    if (gap === undefined) return undefined;
    const due = this.begin + (Math.floor((moment - this.begin) / gap) + 1) * gap;
    return this.#isBeyond(due, gap) ? undefined : due;
  }

  /** Measured arrivals that nobody took, with the milliseconds for which they have waited on average. */
  abandoned(now: number): { readonly count: number; readonly meanMs: number } {
    let count = 0;
    let waited = 0;
    for (let turn = this.#claim(now); turn?.due !== undefined; turn = this.#claim(now)) {
      if (!turn.measured) continue;
      count += 1;
      waited += now - turn.due;
    }
    return { count, meanMs: waited / Math.max(1, count) };
  }
}
