import type { LoadErrors, Measurement } from './load-measurement.ts';

/** Of all operations that were begun, those that came to no good end, or to one of a kind. */
export function failedShare(
  { operations, errors }: Pick<Measurement, 'operations' | 'errors'>,
  of?: LoadErrors['kind'],
): number {
  const countOf = (those: readonly LoadErrors[]) => those.reduce((sum, { count }) => sum + count, 0);
  const begun = operations + countOf(errors);
  return begun === 0 ? 0 : countOf(errors.filter(({ kind }) => of === undefined || kind === of)) / begun;
}
