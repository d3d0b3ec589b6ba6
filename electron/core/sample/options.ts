import { rollcallError } from '../../../shared/errors/index.ts';
import { MAX_PERIODS } from './timetable.ts';

export interface SampleOptions {
  readonly students: number;
  /** School days, Sunday to Thursday. */
  readonly days: number;
  /** Lessons a day. */
  readonly periods: number;
  readonly seed: number;
  /** Whether to plant one of each of the pains that a real file may hold. */
  readonly dirty: boolean;
}

/** A school year of 1,175,580 attendance rows. */
export const defaultSampleOptions: SampleOptions = {
  students: 933,
  days: 180,
  periods: 7,
  seed: 1,
  dirty: false,
};

const limits = {
  students: { least: 1, most: 100_000 },
  days: { least: 1, most: 2_000 },
  periods: { least: 1, most: MAX_PERIODS },
  seed: { least: 0, most: 4_294_967_295 },
} as const;

/** A smaller school hasn't enough classes, teachers and rows to hold every pain. */
const dirtyLeast = { students: 130, days: 5, periods: 1, seed: 0 } as const;

/** @throws `sample-option` when a number isn't whole or is out of range */
export function checkOptions(options: SampleOptions): void {
  for (const option of ['students', 'days', 'periods', 'seed'] as const) {
    const value = options[option];
    const least = options.dirty ? dirtyLeast[option] : limits[option].least;
    const { most } = limits[option];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw rollcallError('sample-option', { option, value, least, most, dirty: options.dirty });
    }
  }
}
