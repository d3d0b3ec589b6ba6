import { expect, it } from 'vitest';
import type { ContenderId } from './contender.ts';
import { judgeGoals } from './goals.ts';
import type { Series } from './measurement.ts';

function series(contender: ContenderId, seconds: readonly number[], rows = 1000): Series {
  return {
    contender,
    name: contender,
    share: 1,
    measurements: seconds.map((each) => ({
      seconds: each,
      rows,
      peakMegabytes: 250 + each,
      phases: { copy: each * 500 },
    })),
  };
}

it('compares medians, not single runs', () => {
  const goals = judgeGoals([
    series('copy', [2.5, 2.5, 9]),
    series('copy with key', [1, 1, 1]),
    series('pgloader', [10, 1, 12]),
    series('rollcall', [5, 6, 40]),
    series('rollcall at ten times the rows', [71, 71, 20], 10_000),
  ]);
  expect(goals.map(({ measured, verdict }) => [measured, verdict])).toEqual([
    ['0.60', 'reached'],
    ['0.83', 'reached'],
    ['0.85', 'not reached'],
    ['290 MB', 'reached'],
    ['321 MB', 'not reached'],
  ]);
});

it('has no verdict on what was not measured', () => {
  const { measurements, ...own } = series('rollcall', [5]);
  const unwatched = measurements.map(({ seconds, rows }) => ({ seconds, rows }));
  expect(judgeGoals([{ ...own, measurements: unwatched }]).map(({ verdict }) => verdict)).toEqual(
    new Array(5).fill('not measured'),
  );
});
