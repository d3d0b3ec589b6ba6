import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../values/random.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** Draws of known distributions, in milliseconds; what latencies look like, and what they hardly do. */
const distributions: Record<string, (random: Random) => number> = {
  uniform: ({ next }) => 5 + 45 * next(),
  exponential: ({ next }) => -2 * Math.log(1 - next()),
  'long-tailed': ({ next }) => 0.05 * (1 - next()) ** (-1 / 1.2),
  'of two kinds': ({ next, chance }) => (chance(0.02) ? 5000 : 0.02) * (0.9 + 0.2 * next()),
};

/** The smallest value that at least this percentage of all is not above. */
function exactPercentile(sorted: readonly number[], percentile: number): number {
  const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** A thousandth of the value, and the unit of 100 nanoseconds. */
function expectClose(actual: number, exact: number): void {
  expect(Math.abs(actual - exact)).toBeLessThanOrEqual(exact / 1000 + 1e-4);
}

describe.each(Object.entries(distributions))('%s latencies', (_, draw) => {
  const random = seededRandom(7, 1);
  const values = Array.from({ length: 50_000 }, () => draw(random));
  const sorted = values.toSorted((one, other) => one - other);
  const histogram = histogramOf(values);

  test('have percentiles, maximum and mean to three digits', () => {
    const latency = histogram.latency();
    expectClose(latency?.p50 ?? 0, exactPercentile(sorted, 50));
    expectClose(latency?.p90 ?? 0, exactPercentile(sorted, 90));
    expectClose(latency?.p95 ?? 0, exactPercentile(sorted, 95));
    expectClose(latency?.p99 ?? 0, exactPercentile(sorted, 99));
    expectClose(latency?.max ?? 0, sorted.at(-1) ?? 0);
    expectClose(latency?.mean ?? 0, values.reduce((sum, value) => sum + value, 0) / values.length);
  });

  test('have a curve that rises to the maximum and is exact all along', () => {
    const curve = histogram.curve();
    expect(curve.length).toBeGreaterThan(60);
    expect(curve[0]?.percentile).toBe(0);
    for (const { percentile, ms } of curve) expectClose(ms, exactPercentile(sorted, percentile));
    expect(curve.at(-1)).toEqual({ percentile: 100, ms: histogram.latency()?.max });
  });

  test('are the same whether one histogram counts them or ten that are merged', () => {
    const parts = Array.from({ length: 10 }, (_, part) =>
      histogramOf(values.filter((_value, index) => index % 10 === part)),
    );
    const merged = LatencyHistogram.merge(parts);
    expect(merged.count).toBe(values.length);
    expect(merged.latency()).toEqual(histogram.latency());
    expect(merged.curve()).toEqual(histogram.curve());
  });
});

test('nothing recorded has no latency and no curve', () => {
  expect(new LatencyHistogram().latency()).toBeUndefined();
  expect(new LatencyHistogram().curve()).toEqual([]);
});

test('a wait of an hour is counted as well', () => {
  const histogram = histogramOf([0.01, 3_600_000]);
  expectClose(histogram.latency()?.max ?? 0, 3_600_000);
  expectClose(histogram.percentile(50), 0.01);
});
