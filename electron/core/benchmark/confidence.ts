import type { Estimate } from '../../../shared/load-measurement.ts';

/**
 * Two-sided 95 % quantiles of Student's t for 1 to 10 degrees of freedom (NIST/SEMATECH e-Handbook of Statistical
 * Methods, 1.3.6.7.2, column 0.975, with the digits of Abramowitz and Stegun's table 26.10).
 */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** Of the normal distribution, to which Student's tends. */
const normal = 1.959964;

/**
 * The mean of independent rounds with its 95 % confidence interval. What is estimated can't be negative, so the
 * interval ends at 0.
 *
 * @param values one a round; at least one, none of them negative
 */
export function estimate(values: readonly number[]): Estimate {
  const { mean, margin } = meanOf(values);
  return { mean, low: Math.max(0, mean - margin), high: mean + margin, rounds: values.length };
}

/**
 * The same of times. A machine that is busy makes a round so many times as long, and none shorter than nothing, so mean
 * and interval are those of the logarithms, taken back: the mean is the geometric one.
 *
 * @param values one a round; at least one, none of them negative. With one too short to be told, as `estimate`
 */
export function estimateTime(values: readonly number[]): Estimate {
  if (values.some((value) => value <= 0)) return estimate(values);
  const { mean, margin } = meanOf(values.map(Math.log));
  return {
    mean: Math.exp(mean),
    low: Math.exp(mean - margin),
    high: Math.exp(mean + margin),
    rounds: values.length,
  };
}

/** With half the width of the interval around the mean. */
function meanOf(values: readonly number[]): { mean: number; margin: number } {
  const rounds = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / rounds;
  if (rounds === 1) return { mean, margin: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, margin: studentQuantile(rounds - 1) * Math.sqrt(squares / (rounds - 1) / rounds) };
}

/** Beyond the table by Cornish and Fisher's expansion (Abramowitz and Stegun, 26.7.5), whose error is below 1e-5. */
function studentQuantile(freedom: number): number {
  const listed = quantiles[freedom - 1];
  if (listed !== undefined) return listed;
  const z = normal;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** power, 0);
}
