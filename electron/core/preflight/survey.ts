import type { Database } from 'better-sqlite3';
import type { Sample } from '../../../shared/finding.ts';
import type { DateOrder } from '../../../shared/plan.ts';
import type { Encoding, SourceTable } from '../../../shared/source.ts';
import { type MomentNotation, notationOfNumber, notationOfText } from '../values/moment.ts';
import { valuesOf } from '../values/values-of.ts';

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

/** Reads a column value by value and counts what is there. */
export async function surveyColumn(
  db: Database,
  table: SourceTable,
  column: string,
  options: { encoding: Encoding; signal: AbortSignal },
): Promise<Survey> {
  const counts = { integers: 0, reals: 0, fractions: 0, texts: 0, emptyTexts: 0, blobs: 0, invalidTexts: 0 };
  const notations = new Map<MomentNotation, number>();
  const notationSamples = new Map<MomentNotation, Sample[]>();
  let min: bigint | undefined;
  let smaller = 0;
  let larger = 0;
  let max: bigint | undefined;
  for await (const values of valuesOf(db, table, column, options)) {
    for (const { key, value, validText } of values) {
      if (!validText) counts.invalidTexts += 1;
      if (value instanceof Uint8Array) {
        counts.blobs += 1;
        continue;
      }
      const notation = typeof value === 'string' ? notationOfText(value) : notationOfNumber(value);
      if (notation) {
        const seen = notations.get(notation) ?? 0;
        notations.set(notation, seen + 1);
        if (seen === 0) notationSamples.set(notation, []);
        if (seen < 5) notationSamples.get(notation)?.push({ key, value: String(value).slice(0, 200) });
      }
      if (notation === 'epoch seconds' && value !== 0n && value !== 0) {
        if (Math.abs(Number(value)) < 1e8) smaller += 1;
        else larger += 1;
      } else if (notation === 'epoch milliseconds' || notation === 'epoch microseconds') larger += 1;
      if (typeof value === 'bigint') {
        counts.integers += 1;
        min = min === undefined || value < min ? value : min;
        max = max === undefined || value > max ? value : max;
      } else if (typeof value === 'number') {
        counts.reals += 1;
        if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) counts.fractions += 1;
      } else {
        counts.texts += 1;
        if (value === '') counts.emptyTexts += 1;
      }
    }
  }
  return {
    ...counts,
    smallCounts: smaller > 0 && larger === 0,
    notations,
    notationSamples,
    ...(min === undefined || max === undefined ? {} : { min, max }),
  };
}

/** Which of day and month comes first, where some date of the column leaves no doubt and none speaks against. */
export function dateOrderOf({ notations }: Survey): DateOrder | undefined {
  const dayFirst = (notations.get('day first') ?? 0) > 0;
  const monthFirst = (notations.get('month first') ?? 0) > 0;
  if (dayFirst === monthFirst) return undefined;
  return dayFirst ? 'day first' : 'month first';
}
