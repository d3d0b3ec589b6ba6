import { failedShare } from './failed-share.ts';
import type { Comparison, Estimate, Measurement } from './load-measurement.ts';

type Verdict = Comparison['verdict'];

/** From one engine to another, or from one load test to a later one. */
export function compareMedians(one: Measurement, other: Measurement): Verdict {
  const [before, after] = [one.p50, other.p50];
  if (before === undefined || after === undefined) return notComparable('no answer');
  if (!differ(before, after)) {
    return failedShare(one) === failedShare(other) ? { kind: 'no difference' } : notComparable('gave up');
  }
  const isFaster = after.mean < before.mean;
  const [quicker, slower] = isFaster ? [other, one] : [one, other];
  if (failedShare(quicker) > failedShare(slower)) return notComparable('gave up');
  return isFaster ? { kind: 'faster', ...ratio(before, after) } : { kind: 'slower', ...ratio(after, before) };
}

function notComparable(why: Extract<Verdict, { kind: 'not comparable' }>['why']): Verdict {
  return { kind: 'not comparable', why };
}

/** `high` is absent where the shorter time may be next to nothing. */
function ratio(longer: Estimate, shorter: Estimate): { times: number; low: number; high?: number } {
  return {
    times: longer.mean / shorter.mean,
    low: longer.low / shorter.high,
    ...(shorter.low > 0 ? { high: longer.high / shorter.low } : {}),
  };
}

/**
 * Whether two estimates differ beyond doubt: their intervals don't touch. That is stricter than a test at 5 %, which
 * is wrong once in twenty comparisons, and a report has dozens of them. Of a single round nothing can be vouched for.
 */
export function differ(one: Estimate, other: Estimate): boolean {
  if (one.rounds < 2 || other.rounds < 2) return false;
  return one.low > other.high || other.low > one.high;
}
