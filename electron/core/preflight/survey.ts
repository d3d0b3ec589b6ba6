import type { Sample } from '../../../shared/finding.ts';
import type { DateOrder } from '../../../shared/plan.ts';
import { type MomentNotation, notationOfNumber, notationOfText } from '../values/moment.ts';
import type { KeyedValue } from '../values/values-of.ts';
import { Remembering } from './remembering.ts';

/** The content of a column in counts, for the columns that the screening couldn't settle. */
export interface Survey {
  readonly integers: number;
  readonly reals: number;
  /** REALs that are no whole number, or one too large for a bigint. */
  readonly fractions: number;
  /** Numbers that count days, months or years rather than seconds: beside zero, none reaches the year 1973. */
  readonly smallCounts: boolean;
  readonly texts: number;
  readonly emptyTexts: number;
  readonly blobs: number;
  readonly invalidTexts: number;
  readonly notations: ReadonlyMap<MomentNotation, number>;
  /** Up to five values of each notation. */
  readonly notationSamples: ReadonlyMap<MomentNotation, readonly Sample[]>;
  readonly min?: bigint;
  readonly max?: bigint;
}

/** Counts a column's content, value by value. */
export class Surveying {
  readonly #counts = {
    integers: 0,
    reals: 0,
    fractions: 0,
    texts: 0,
    emptyTexts: 0,
    blobs: 0,
    invalidTexts: 0,
  };
  readonly #notations = new Map<MomentNotation, number>();
  readonly #notationSamples = new Map<MomentNotation, Sample[]>();
  readonly #notation = new Remembering((value) => {
    if (value instanceof Uint8Array) return undefined;
    return typeof value === 'string' ? notationOfText(value) : notationOfNumber(value);
  });
  #smaller = 0;
  #larger = 0;
  #min: bigint | undefined;
  #max: bigint | undefined;

  add(keyed: KeyedValue): void {
    const { value, validText } = keyed;
    if (!validText) this.#counts.invalidTexts += 1;
    if (value instanceof Uint8Array) {
      this.#counts.blobs += 1;
      return;
    }
    this.#addNotation(keyed, this.#notation.of(value));
    if (typeof value === 'bigint') {
      this.#counts.integers += 1;
      this.#min = this.#min === undefined || value < this.#min ? value : this.#min;
      this.#max = this.#max === undefined || value > this.#max ? value : this.#max;
    } else if (typeof value === 'number') {
      this.#counts.reals += 1;
      if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) this.#counts.fractions += 1;
    } else {
      this.#counts.texts += 1;
      if (value === '') this.#counts.emptyTexts += 1;
    }
  }

  #addNotation(keyed: KeyedValue, notation: MomentNotation | undefined): void {
    if (notation === undefined) return;
    const { value } = keyed;
    const seen = this.#notations.get(notation) ?? 0;
    this.#notations.set(notation, seen + 1);
    if (seen === 0) this.#notationSamples.set(notation, []);
    if (seen < 5) {
      this.#notationSamples.get(notation)?.push({ key: keyed.key, value: String(value).slice(0, 200) });
    }
    if (notation === 'epoch seconds' && value !== 0n && value !== 0) {
      if (Math.abs(Number(value)) < 1e8) this.#smaller += 1;
      else this.#larger += 1;
    } else if (notation === 'epoch milliseconds' || notation === 'epoch microseconds') this.#larger += 1;
  }

  survey(): Survey {
    const min = this.#min;
    const max = this.#max;
    return {
      ...this.#counts,
      smallCounts: this.#smaller > 0 && this.#larger === 0,
      notations: this.#notations,
      notationSamples: this.#notationSamples,
      ...(min === undefined || max === undefined ? {} : { min, max }),
    };
  }
}

/** Which of day and month comes first, where some date of the column leaves no doubt and none speaks against. */
export function dateOrderOf({ notations }: Survey): DateOrder | undefined {
  const dayFirst = (notations.get('day first') ?? 0) > 0;
  const monthFirst = (notations.get('month first') ?? 0) > 0;
  if (dayFirst === monthFirst) return undefined;
  return dayFirst ? 'day first' : 'month first';
}
