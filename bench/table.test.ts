import { expect, it } from 'vitest';
import { goalTable, resultTable } from './table.ts';

it('shows medians, scaled where only a share was moved, and the parts that take time', () => {
  const phases = (copy: number) => ({ plan: 20, copy });
  expect(
    resultTable([
      {
        contender: 'one insert a row',
        name: 'inserts',
        share: 0.1,
        measurements: [{ seconds: 9.25, rows: 117_558 }],
      },
      {
        contender: 'rollcall',
        name: 'Rollcall',
        share: 1,
        measurements: [1400, 1300, 9000].map((copy) => ({
          seconds: 4,
          rows: 1_177_116,
          peakMegabytes: 251.4,
          phases: phases(copy),
        })),
      },
    ]),
  ).toBe(
    [
      '| what     | time   | rows/s  | peak memory | of that, in seconds |',
      '| -------- | ------ | ------- | ----------- | ------------------- |',
      '| inserts  | 92.5 s | 12,709  |             |                     |',
      '| Rollcall | 4.0 s  | 294,279 | 251 MB      | copy 1.4            |',
    ].join('\n'),
  );
});

it('says of each goal whether it was reached', () => {
  expect(
    goalTable([
      { what: 'memory', wanted: 'below 300 MB', measured: '290 MB', verdict: 'reached' },
      { what: 'time', wanted: 'at most 0.60', measured: '', verdict: 'not measured' },
    ]),
  ).toBe(
    [
      '| goal   | to reach     | measured |              |',
      '| ------ | ------------ | -------- | ------------ |',
      '| memory | below 300 MB | 290 MB   | reached      |',
      '| time   | at most 0.60 |          | not measured |',
    ].join('\n'),
  );
});
