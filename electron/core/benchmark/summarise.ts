import type { Measurement } from '../../../shared/load-measurement.ts';
import type { MeterDelay } from '../../../shared/load-test.ts';
import { estimate, estimateTime } from './confidence.ts';
import { addErrors } from './errors.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { Round } from './measure.ts';

/**
 * All rounds of one cell together.
 *
 * @param rounds at least one
 */
export function summarise(rounds: readonly Round[]): Omit<Measurement, 'engine' | 'scenario' | 'users'> {
  const all = LatencyHistogram.merge(rounds.map(({ latencies }) => latencies));
  const latency = all.latency();
  const answered = rounds.every(({ latencies }) => latencies.count > 0);
  const each = (percentile: number) =>
    estimateTime(rounds.map(({ latencies }) => latencies.percentile(percentile)));
  return {
    operations: sum(rounds.map(({ operations }) => operations)),
    rows: sum(rounds.map(({ rows }) => rows)),
    errors: addErrors(rounds.flatMap(({ errors }) => errors)),
    throughput: estimate(rounds.map(({ throughput }) => throughput)),
    ...(latency === undefined ? {} : { latency }),
    ...(answered ? { p50: each(50), p95: each(95) } : {}),
    curve: all.curve(),
  };
}

/** The delays of any number of rounds together. */
export function summariseMeter(rounds: readonly Round[]): MeterDelay {
  const all = LatencyHistogram.merge(rounds.map(({ meter }) => meter));
  return { p50: all.percentile(50), p99: all.percentile(99), max: all.percentile(100) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
