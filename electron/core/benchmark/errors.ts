import type { LoadErrors } from '../../../shared/load-measurement.ts';

/** One entry for each kind, with the words of the first. */
export function addErrors(errors: readonly LoadErrors[]): LoadErrors[] {
  const byKind = Map.groupBy(errors, ({ kind }) => kind);
  return [...byKind].map(([kind, alike]) => {
    const count = alike.reduce((sum, one) => sum + one.count, 0);
    const waited = alike.reduce((sum, one) => sum + one.count * one.meanMs, 0);
    return { kind, count, meanMs: waited / Math.max(1, count), detail: alike[0]?.detail ?? '' };
  });
}
