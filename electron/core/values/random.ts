/** A list that `pick` can always answer from. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Repeatable chance: the same seed and stream always give the same draws. */
export interface Random {
  /** At least 0, below 1. */
  readonly next: () => number;
  /** Whole number of at least 0 and below `limit`. */
  readonly below: (limit: number) => number;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: NonEmpty<T>) => T;
}

/**
 * The generator sfc32 of Chris Doty-Humphrey's PractRand: 128 bits of state, sums and shifts on 32-bit
 * integers, so that every machine draws the same.
 *
 * @param seed chosen by a person
 * @param stream keeps what is drawn for one purpose apart from the rest
 */
export function seededRandom(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  }
  // PractRand discards the first draws, until the seed has reached the whole state.
  for (let draw = 0; draw < 15; draw += 1) next();

  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)] ?? list[0],
  };
}
