import type { LoadProgress } from '../../../shared/load-test.ts';

/** One of those that are measured once a round. Times in seconds. */
interface Timed {
  /** As long as it took the last time, before that as planned, if that is known. */
  expected: number | undefined;
  roundsLeft: number;
}

/** What is under way counts as having this share of its time left, however long it takes. */
const atLeastLeft = 0.05;

/**
 * How far a load test is, by time: a crowd that SQLite locks out takes a hundred times as long as another measurement,
 * and takes it again in the next round.
 */
export class LoadClock {
  readonly #timed: readonly Timed[];
  readonly #now: () => number;
  readonly #started: number;
  #current: { readonly timed: Timed; readonly at: number } | undefined;
  #fraction = 0;

  /**
   * @param planned seconds of each measurement of a round, where they are known
   * @param now milliseconds
   */
  constructor(planned: readonly (number | undefined)[], rounds: number, now = () => performance.now()) {
    this.#timed = planned.map((expected) => ({ expected, roundsLeft: rounds }));
    this.#now = now;
    this.#started = now();
  }

  /** @param index of the measurement within its round */
  begin(index: number): void {
    const timed = this.#timed[index];
    if (timed === undefined) throw new RangeError(`There is no measurement ${index}.`);
    this.#current = { timed, at: this.#now() };
  }

  end(): void {
    if (this.#current === undefined) return;
    const { timed, at } = this.#current;
    timed.expected = (this.#now() - at) / 1000;
    timed.roundsLeft -= 1;
    this.#current = undefined;
  }

  read(): Pick<LoadProgress, 'fraction' | 'secondsLeft'> {
    const left = this.#left();
    if (left === undefined) return { fraction: this.#fraction };
    const gone = (this.#now() - this.#started) / 1000;
    const fraction = left === 0 ? 1 : gone / (gone + left);
    // What takes longer than expected must not turn the bar back.
    this.#fraction = Math.max(this.#fraction, fraction);
    return { fraction: this.#fraction, secondsLeft: left };
  }

  #left(): number | undefined {
    const known = this.#timed.flatMap(({ expected }) => (expected === undefined ? [] : [expected]));
    if (known.length === 0) return undefined;
    const usual = known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
    const all = this.#timed.reduce((sum, { expected = usual, roundsLeft }) => sum + expected * roundsLeft, 0);
    if (this.#current === undefined) return all;
    const { timed, at } = this.#current;
    const expected = timed.expected ?? usual;
    const gone = (this.#now() - at) / 1000;
    return all - Math.min(gone, expected * (1 - atLeastLeft));
  }
}
