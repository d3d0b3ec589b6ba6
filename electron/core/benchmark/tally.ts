import type { LoadErrors } from '../../../shared/load-measurement.ts';
import { addErrors } from './errors.ts';
import type { Counted } from './thread-messages.ts';
import type { Timetable, Turn } from './timetable.ts';

/** How an operation ended. */
export type Outcome =
  | { readonly kind: 'answered'; readonly rows: number }
  | { readonly kind: 'failed'; readonly error: LoadErrors['kind']; readonly detail: string };

/** Milliseconds between two messages; all threads cut the measured time at the same moments. */
export const tellingInterval = 500;

/** Counts what the users of one thread do, and tells it now and then. */
export class Tally {
  readonly #timetable: Timetable;
  readonly #tell: (counted: Counted) => void;
  readonly #latencies = new Series();
  readonly #delays = new Series();
  #inTime = 0;
  #done = 0;
  #rows = 0;
  #errors: LoadErrors[] = [];
  #lastEnd = 0;
  #interval = 0;

  constructor(timetable: Timetable, tell: (counted: Counted) => void) {
    this.#timetable = timetable;
    this.#tell = tell;
  }

  /** How an operation ended, and when on `performance.now()`. */
  count(turn: Turn, outcome: Outcome, start: number, end: number): void {
    const { from, until } = this.#timetable;
    const interval = Math.floor((end - from) / tellingInterval);
    if (interval !== this.#interval) this.flush();
    this.#interval = interval;
    if (outcome.kind === 'answered') {
      if (end >= from && end <= until) this.#inTime += 1;
      this.#done += shareWithin(start, end, from, until);
    }
    if (!this.#timetable.counts(turn, start, end)) return;
    const latency = end - (turn.due ?? start);
    this.#lastEnd = end - from;
    if (outcome.kind === 'answered') {
      this.#latencies.push(latency);
      this.#rows += outcome.rows;
    } else {
      const { error: kind, detail } = outcome;
      this.#errors = addErrors([...this.#errors, { kind, count: 1, meanMs: latency, detail }]);
    }
  }

  /** The meter did something so many milliseconds after it should have. */
  late(ms: number): void {
    this.#delays.push(ms);
  }

  flush(): void {
    this.#tell({
      latencies: this.#latencies.take(),
      delays: this.#delays.take(),
      inTime: this.#inTime,
      done: this.#done,
      rows: this.#rows,
      errors: this.#errors,
      lastEnd: this.#lastEnd,
    });
    this.#inTime = 0;
    this.#done = 0;
    this.#rows = 0;
    this.#errors = [];
  }
}

/** How much of a span lies within the bounds, from 0 to 1. */
function shareWithin(start: number, end: number, from: number, until: number): number {
  const within = Math.min(end, until) - Math.max(start, from);
  // Two looks at the clock can give the same.
  if (within < 0) return 0;
  return end === start ? 1 : within / (end - start);
}

/** The operations of one user. */
export class UserTally {
  readonly #tally: Tally;
  readonly #timetable: Timetable;
  #isServed = false;

  constructor(tally: Tally, timetable: Timetable) {
    this.#tally = tally;
    this.#timetable = timetable;
  }

  /** See `Tally.count`. */
  count(turn: Turn, outcome: Outcome, start: number, end: number): void {
    this.#tally.count(turn, outcome, start, end);
    if (this.#isServed || !this.#timetable.counts(turn, start, end)) return;
    this.#isServed = true;
    this.#timetable.serve();
  }
}

/** Numbers without an object each. */
class Series {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** What was pushed since the last time. */
  take(): Float64Array<ArrayBuffer> {
    const taken = this.#values.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
