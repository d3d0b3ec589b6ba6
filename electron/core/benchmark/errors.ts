import type { LoadErrors, Measurement } from '../../../shared/load-test.ts';

/** One entry for each kind, with the words of the first. */
export function addErrors(errors: readonly LoadErrors[]): LoadErrors[] {
  const byKind = Map.groupBy(errors, ({ kind }) => kind);
  return [...byKind].map(([kind, alike]) => {
    const count = alike.reduce((sum, one) => sum + one.count, 0);
    const waited = alike.reduce((sum, one) => sum + one.count * one.meanMs, 0);
    return { kind, count, meanMs: waited / Math.max(1, count), detail: alike[0]?.detail ?? '' };
  });
}

/** Of all operations that were begun, those that came to no good end, or to one of a kind. */
export function failedShare(
  { operations, errors }: Pick<Measurement, 'operations' | 'errors'>,
  of?: LoadErrors['kind'],
): number {
  const countOf = (those: readonly LoadErrors[]) => those.reduce((sum, { count }) => sum + count, 0);
  const begun = operations + countOf(errors);
  return begun === 0 ? 0 : countOf(errors.filter(({ kind }) => of === undefined || kind === of)) / begun;
}
