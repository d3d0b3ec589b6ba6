import type { LoadErrors } from '../../../shared/load-test.ts';
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
  #pace = 0;
  #rows = 0;
  #errors: LoadErrors[] = [];
  #lastEnd = 0;
  #interval = 0;

  constructor(timetable: Timetable, tell: (counted: Counted) => void) {
    this.#timetable = timetable;
    this.#tell = tell;
  }

  /** How an operation ended, and when on `performance.now()`. */
  count({ due, measured }: Turn, outcome: Outcome, start: number, end: number): void {
    const { from, until } = this.#timetable;
    const interval = Math.floor((end - from) / tellingInterval);
    if (interval !== this.#interval) this.flush();
    this.#interval = interval;
    if (outcome.kind === 'answered' && end >= from && end <= until) this.#inTime += 1;
    if (!measured) return;
    const latency = end - (due ?? start);
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

  /** A user who is done had so many answers a second. */
  leave(pace: number): void {
    this.#pace += pace;
  }

  flush(): void {
    this.#tell({
      latencies: this.#latencies.take(),
      delays: this.#delays.take(),
      inTime: this.#inTime,
      pace: this.#pace,
      rows: this.#rows,
      errors: this.#errors,
      lastEnd: this.#lastEnd,
    });
    this.#inTime = 0;
    this.#pace = 0;
    this.#rows = 0;
    this.#errors = [];
  }
}

/** The measured operations of one user. */
export class UserTally {
  readonly #tally: Tally;
  #answered = 0;
  #firstStart: number | undefined;
  #lastEnd = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  get isNew(): boolean {
    return this.#firstStart === undefined;
  }

  /** See `Tally.count`. */
  count(turn: Turn, outcome: Outcome, start: number, end: number): void {
    this.#tally.count(turn, outcome, start, end);
    if (!turn.measured) return;
    this.#firstStart ??= start;
    this.#lastEnd = end;
    if (outcome.kind === 'answered') this.#answered += 1;
  }

  /** The user has no other turn. */
  leave(): void {
    if (this.#firstStart === undefined) return;
    this.#tally.leave((this.#answered * 1000) / (this.#lastEnd - this.#firstStart));
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
