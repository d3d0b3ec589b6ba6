import type { Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';

const columns: Readonly<Record<string, (measurement: Measurement) => string | number | undefined>> = {
  scenario: ({ scenario }) => scenario,
  engine: ({ engine }) => engine,
  users: ({ users }) => users,
  operations: ({ operations }) => operations,
  rows: ({ rows }) => rows,
  rounds: ({ throughput }) => throughput.rounds,
  answers_per_s: ({ throughput }) => throughput.mean,
  answers_per_s_low: ({ throughput }) => throughput.low,
  answers_per_s_high: ({ throughput }) => throughput.high,
  p50_ms: ({ p50 }) => p50?.mean,
  p50_low_ms: ({ p50 }) => p50?.low,
  p50_high_ms: ({ p50 }) => p50?.high,
  p90_ms: ({ latency }) => latency?.p90,
  p95_ms: ({ latency }) => latency?.p95,
  p99_ms: ({ latency }) => latency?.p99,
  max_ms: ({ latency }) => latency?.max,
  mean_ms: ({ latency }) => latency?.mean,
  ...Object.fromEntries(
    (['locked', 'timeout', 'refused', 'connection'] as const).map((kind) => [
      kind,
      ({ errors }: Measurement) => errors.find((error) => error.kind === kind)?.count ?? 0,
    ]),
  ),
};

/** Measured values to six digits: none is known more exactly. */
function cell(value: string | number | undefined): string | number {
  if (typeof value !== 'number') return value ?? '';
  return Number.isInteger(value) ? value : Number(value.toPrecision(6));
}

/** One line a measurement (RFC 4180); scenarios have names without commas or quotes. */
export function loadCsv({ measurements }: Pick<LoadReport, 'measurements'>): string {
  const lines = measurements.map((one) => Object.values(columns).map((value) => cell(value(one))));
  return [Object.keys(columns), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}
