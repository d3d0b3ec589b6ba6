import { describe, expect, test } from 'vitest';
import { differ } from '../../../shared/compare-medians.ts';
import { type Random, seededRandom } from '../values/random.ts';
import { estimate, estimateTime } from './confidence.ts';

/** Box and Muller's transform. */
function normal({ next }: Random, mean: number, deviation: number): number {
  return mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

const repetitions = 20_000;

describe.each([2, 3, 5, 10, 11, 12, 30, 50])('with %i rounds', (rounds) => {
  const random = seededRandom(rounds, 2);
  const draw = (mean: number) => estimate(Array.from({ length: rounds }, () => normal(random, mean, 10)));

  test('nineteen of twenty intervals contain the true mean', () => {
    let covered = 0;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const { low, high } = draw(1000);
      if (low <= 1000 && 1000 <= high) covered += 1;
    }
    // Three standard errors of a share of 0.95 among that many are 0.0046.
    expect(Math.abs(covered / repetitions - 0.95)).toBeLessThan(0.0046);
  });

  test('of times that noise multiplies, nineteen of twenty intervals contain the true one', () => {
    let covered = 0;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const times = Array.from({ length: rounds }, () => Math.exp(normal(random, Math.log(8), 0.7)));
      const { low, high } = estimateTime(times);
      if (low <= 8 && 8 <= high) covered += 1;
    }
    expect(Math.abs(covered / repetitions - 0.95)).toBeLessThan(0.0046);
  });

  test('engines that are the same are told apart in fewer than one of twenty comparisons', () => {
    let apart = 0;
    for (let repetition = 0; repetition < repetitions / 10; repetition += 1) {
      if (differ(draw(1000), draw(1000))) apart += 1;
    }
    expect(apart / (repetitions / 10)).toBeLessThan(0.05);
  });
});

test('the interval is that of a worked example', () => {
  // Mean 5, standard deviation sqrt(2.5), and 2.776 for 4 degrees of freedom.
  const { mean, low, high } = estimate([3, 4, 5, 6, 7]);
  expect(mean).toBe(5);
  expect(high - mean).toBeCloseTo((2.776 * Math.sqrt(2.5)) / Math.sqrt(5), 3);
  expect(mean - low).toBeCloseTo(high - mean, 10);
});

test.each([
  [12, 2.2009852],
  [20, 2.0930241],
  [31, 2.0422725],
  [50, 2.0095752],
])('beyond the table the quantile for %i rounds is that of the tables', (rounds, quantile) => {
  const values = Array.from({ length: rounds }, (_, index) => 100 + index);
  const deviation = Math.sqrt((rounds * (rounds + 1)) / 12);
  const { mean, high } = estimate(values);
  expect(((high - mean) * Math.sqrt(rounds)) / deviation).toBeCloseTo(quantile, 4);
});

test('a time that is measured twice as long and half as long is in the middle by its factor', () => {
  const { mean, low, high } = estimateTime([4, 8, 16]);
  expect(mean).toBeCloseTo(8, 10);
  expect(low * high).toBeCloseTo(64, 8);
  expect(low).toBeGreaterThan(0);
  expect(estimateTime([0, 1])).toEqual(estimate([0, 1]));
  const alone = estimateTime([8]);
  expect([alone.low, alone.high]).toEqual([alone.mean, alone.mean]);
});

test('a single round vouches for nothing', () => {
  expect(estimate([8])).toEqual({ mean: 8, low: 8, high: 8, rounds: 1 });
  expect(differ(estimate([8]), estimate([800, 801, 802]))).toBe(false);
});

test('what differs beyond doubt is told apart, and what overlaps is not', () => {
  expect(differ(estimate([10, 11, 12]), estimate([30, 31, 32]))).toBe(true);
  expect(differ(estimate([30, 31, 32]), estimate([10, 11, 12]))).toBe(true);
  expect(differ(estimate([10, 20, 30]), estimate([15, 25, 35]))).toBe(false);
});

test('no interval reaches below nothing', () => {
  expect(estimate([0.1, 9]).low).toBe(0);
});
