import type { Measurement } from '../../shared/load-test.ts';

/** Of all that was tried, the part that gave up waiting for the lock: from 0 to 1. */
export function lockedShare(measurement: Measurement | undefined): number {
  if (measurement === undefined) return 0;
  const { operations, errors } = measurement;
  const failed = errors.reduce((sum, { count }) => sum + count, 0);
  const locked = errors.find(({ kind }) => kind === 'locked')?.count ?? 0;
  return operations + failed === 0 ? 0 : locked / (operations + failed);
}
