import { failedShare } from '../../shared/failed-share.ts';
import type { Measurement } from '../../shared/load-measurement.ts';

/** Of all that was tried, the part that gave up waiting for the lock: from 0 to 1. */
export function lockedShare(measurement: Measurement | undefined): number {
  return measurement === undefined ? 0 : failedShare(measurement, 'locked');
}
