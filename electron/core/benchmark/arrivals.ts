import type { Timetable, Turn } from './timetable.ts';

/**
 * Hands the turns of a timetable to users who wait in one event loop. In an open loop somebody has to say when the next
 * is due, by `tick`: a timer of the event loop itself would be late by up to a millisecond.
 */
export class Arrivals {
  readonly #timetable: Timetable;
  /** In an open loop only, where no turn is kept for anybody. */
  readonly #waiting: ((turn: Turn | undefined) => void)[] = [];

  constructor(timetable: Timetable) {
    this.#timetable = timetable;
  }

  /** See `Timetable.claim`. */
  next(now: number): Turn | undefined | Promise<Turn | undefined> {
    if (this.#timetable.isReady(now)) return this.#timetable.claim(now);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Time has passed, or the measurement was stopped. */
  tick(): void {
    const now = performance.now();
    while (this.#waiting.length > 0 && this.#timetable.isReady(now)) {
      this.#waiting.shift()?.(this.#timetable.claim(now));
    }
  }
}
