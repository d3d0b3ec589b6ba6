import { expect, test } from 'vitest';
import type { Measurement } from '../../../shared/load-measurement.ts';
import { loadCsv } from './load-csv.ts';
import { numberRows } from './load-numbers.ts';

const measurement: Measurement = {
  engine: 'sqlite',
  scenario: 'remark-updates',
  users: 10,
  operations: 1_234_567,
  rows: 1_234_567,
  errors: [{ kind: 'locked', count: 1_234_567, meanMs: 5240, detail: 'database is locked' }],
  throughput: { mean: 3523.785135205974, low: 1081.72, high: 5965.85, rounds: 3 },
  latency: { p50: 1.2, p90: 5.27, p95: 8.01, p99: 29.8, max: 75.4, mean: 2.85 },
  p50: { mean: 1.2165215166087031, low: 0.76, high: 1.95, rounds: 3 },
  curve: [],
};

test('an engineer finds throughput, the far end of the waiting, failures, and how sure all of it is', () => {
  expect(numberRows({ measurements: [measurement] })).toEqual([
    {
      name: 'Adding remarks',
      engine: 'SQLite',
      figures: [
        { text: '10' },
        { text: '3,500', bounds: '1,100 to 6,000' },
        { text: '1.2 ms', bounds: '0.76 ms to 2 ms' },
        { text: '5.3 ms' },
        { text: '8 ms' },
        { text: '30 ms' },
        { text: '75 ms' },
        { text: '50 %' },
      ],
    },
  ]);
  const single = { ...measurement, throughput: { mean: 12, low: 12, high: 12, rounds: 1 }, errors: [] };
  const [row] = numberRows({ measurements: [single] });
  expect(row?.figures[1]).toEqual({ text: '12' });
  expect(row?.figures.at(-1)).toEqual({ text: '\u2013' });
});

test('the CSV names units, keeps counts whole, and has no digits that nobody measured', () => {
  const [head, line] = loadCsv({ measurements: [measurement] })
    .split('\r\n')
    .map((cells) => cells.split(','));
  const cell = (name: string) => line?.[head?.indexOf(name) ?? -1];
  expect(cell('answers_per_s')).toBe('3523.79');
  expect(cell('p50_ms')).toBe('1.21652');
  expect(cell('operations')).toBe('1234567');
  expect(cell('locked')).toBe('1234567');
});
