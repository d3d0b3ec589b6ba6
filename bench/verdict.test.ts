import { expect, it } from 'vitest';
import { judge, type Series } from './verdict.ts';

function series(name: string, ...seconds: number[]): Series {
  return {
    name,
    measurements: seconds.map((each) => ({
      seconds: each,
      rows: 1000,
      peakMegabytes: 250 + each,
      phases: { copy: each * 500 },
    })),
  };
}

it('compares medians, not single runs', () => {
  const goals = judge({
    rollcall: series('rollcall', 5, 6, 100),
    pgloader: series('pgloader', 10, 1, 12),
    copy: series('copy', 2.5, 2.5, 2.5),
    tenfold: series('tenfold', 8, 8, 8),
  });
  expect(goals.map(({ measured, reached }) => [measured, reached])).toEqual([
    ['0.60', true],
    ['0.83', true],
    ['0.75', false],
    ['350', false],
    ['258', true],
  ]);
});

it('has no verdict on what was not measured', () => {
  const bare = { name: 'rollcall', measurements: [{ seconds: 5, rows: 1000 }] };
  expect(judge({ rollcall: bare })).toEqual([]);
});
