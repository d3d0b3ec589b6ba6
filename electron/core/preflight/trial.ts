import type { AssessedColumn, RejectionCount } from '../values/assessed.ts';
import { comparedText } from '../values/compared-text.ts';
import { encoderFor, type Reading } from '../values/encode.ts';
import type { Rejection, RejectionReason, StoredValue } from '../values/stored-value.ts';
import type { KeyedValue } from '../values/values-of.ts';
import { isConverted } from './native.ts';
import { Remembering } from './remembering.ts';

/** What a reading makes of a column's values. */
export type Tried = Pick<AssessedColumn, 'rejections' | 'converted' | 'distinct'>;

/** How a value arrives, or why it doesn't. */
type Fate = 'as it is' | 'converted' | Rejection;

const invalidText: Rejection = { rejected: 'invalid UTF-8' };

/** Counts what a reading's encoder refuses, by reason, with up to five samples each. */
export class Trial {
  readonly #fates: Remembering<Fate>;
  readonly #arrivalOf: (value: NonNullable<StoredValue>) => string | undefined;
  readonly #counts = new Map<RejectionReason, RejectionCount>();
  #converted = false;

  constructor(reading: Reading) {
    const encode = encoderFor(reading);
    this.#arrivalOf = (value) => {
      const encoded = encode(value);
      return typeof encoded === 'string' ? comparedText(reading.type.name, encoded) : undefined;
    };
    this.#fates = new Remembering((value) => {
      const encoded = encode(value);
      if (typeof encoded !== 'string') return encoded;
      return isConverted(reading.type, value, encoded) ? 'converted' : 'as it is';
    });
  }

  add(keyed: KeyedValue): void {
    const { value, validText } = keyed;
    const fate = validText ? this.#fates.of(value) : invalidText;
    if (fate === 'as it is') return;
    if (fate === 'converted') {
      this.#converted = true;
      return;
    }
    const entry = this.#counts.get(fate.rejected) ?? { reason: fate.rejected, count: 0, samples: [] };
    entry.count += 1;
    if (entry.samples.length < 5) entry.samples.push({ key: keyed.key, value: sampleText(value) });
    this.#counts.set(fate.rejected, entry);
  }

  tried(): Tried {
    const rejections = [...this.#counts.values()];
    return { rejections, converted: this.#converted, distinct: this.#areDistinct() };
  }

  /** Values that don't arrive collide with nothing. */
  #areDistinct(): boolean {
    const values = this.#fates.allValues;
    if (values === undefined) return false;
    const arrivals = values.map(this.#arrivalOf).filter((arrival) => arrival !== undefined);
    return new Set(arrivals).size === arrivals.length;
  }
}

/** A value for people: at most 200 characters, bytes in hexadecimal. */
export function sampleText(value: StoredValue): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value.subarray(0, 99)).toString('hex')}'`;
  return String(value).slice(0, 200);
}
