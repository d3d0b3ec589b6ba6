import type { Conditions } from './load-test.ts';

/** The load average before a load test began, where so much was going on already that it may have disturbed. */
export function busyAtStart({
  loadAverage,
  machine,
}: Pick<Conditions, 'loadAverage' | 'machine'>): number | undefined {
  return loadAverage !== undefined && loadAverage > machine.cores / 2 ? loadAverage : undefined;
}
