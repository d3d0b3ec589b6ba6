import { expect, test } from 'vitest';
import { atPercentile, percentilesFor } from './percentiles.ts';

const curve = [
  { percentile: 50, ms: 1 },
  { percentile: 90, ms: 2 },
  { percentile: 99.9, ms: 40 },
  { percentile: 100, ms: 50 },
];

test('no percentile is shown that a single operation would decide', () => {
  expect(percentilesFor(100)).toEqual([10, 25, 50, 75, 90, 95, 99]);
  expect(percentilesFor(0)).toEqual([]);
  expect(atPercentile(curve, 100, 99.9)).toBeUndefined();
});

test('a percentile is the first point of the curve that reaches it', () => {
  expect(atPercentile(curve, 10_000, 50)).toBe(1);
  expect(atPercentile(curve, 10_000, 75)).toBe(2);
  expect(atPercentile(curve, 10_000, 99)).toBe(40);
});
