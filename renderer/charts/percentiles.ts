import type { Measurement } from '../../shared/load-measurement.ts';

/** Evenly spread by nines, as latencies are: the far end is where people complain. */
const shown = [10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99] as const;

/** Those that so many operations can tell of: above, a percentile would be the one slowest operation. */
export function percentilesFor(operations: number): number[] {
  return shown.filter((percentile) => operations * (1 - percentile / 100) >= 1);
}

/** Of a curve, in milliseconds; undefined where its operations are too few for it. */
export function atPercentile(
  curve: Measurement['curve'],
  operations: number,
  percentile: number,
): number | undefined {
  if (operations * (1 - percentile / 100) < 1) return undefined;
  return curve.find((point) => point.percentile >= percentile)?.ms;
}
