import type { Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';

/** Of the arrivals of an open loop, what may be missing before an engine is called too slow for them. */
const toleratedShare = 0.05;

/** Whether it could not keep up with an open loop: how long people wait there depends on how long it goes on. */
export function fallsBehind(
  { options: { pattern, bound }, scenarios }: Pick<LoadReport, 'options' | 'scenarios'>,
  { scenario, users, throughput }: Measurement,
): boolean {
  if (pattern.kind === 'closed') return false;
  const counted = scenarios.find((fit) => fit.scenario.name === scenario)?.scenario.operations ?? 0;
  const arrivals =
    bound.kind === 'seconds'
      ? bound.seconds * pattern.perSecond
      : bound.kind === 'operations'
        ? bound.operations
        : counted;
  // At the end each user may be at work on one, and nobody is late for that.
  return arrivals * (1 - throughput.mean / pattern.perSecond) > users + toleratedShare * arrivals;
}
