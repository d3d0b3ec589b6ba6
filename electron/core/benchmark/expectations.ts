import type { Comparison, Expectation, Measurement } from '../../../shared/load-test.ts';

type Expected = Pick<Expectation, 'scenario' | 'sqlite' | 'postgres' | 'times'>;

/** The old document's "Query Performance (Before/After)", milliseconds. */
const expected: readonly Expected[] = [
  line('daily-report', [8, 12], 0.45, [18, 26]),
  line('class-period', [10, 15], 0.38, [26, 39]),
  line('student-detail', [6, 10], 0.52, [11, 19]),
  line('dashboard-counts', [40, 50], 2.5, [16, 20]),
];

function line(
  scenario: string,
  [from, to]: readonly [number, number],
  postgres: number,
  times: readonly [number, number],
): Expected {
  return {
    scenario,
    sqlite: { from, to },
    postgres: { from: postgres, to: postgres },
    times: { from: times[0], to: times[1] },
  };
}

/** What the old document promised beside what was measured with the fewest users, as it was measured there. */
export function compareWithExpected(
  measurements: readonly Measurement[],
  comparisons: readonly Comparison[],
): Expectation[] {
  return expected.map((promise) => {
    const own = comparisons
      .filter(
        ({ scenario, before, after }) =>
          scenario === promise.scenario && before === 'sqlite' && after === 'postgres indexed',
      )
      .toSorted((one, other) => one.users - other.users)[0];
    const median = (engine: Measurement['engine']) =>
      measurements.find(
        (one) => one.engine === engine && one.scenario === promise.scenario && one.users === own?.users,
      )?.p50;
    const [sqlite, postgres] = [median('sqlite'), median('postgres indexed')];
    if (own === undefined || sqlite === undefined || postgres === undefined || sqlite.rounds < 2) {
      return { ...promise, verdict: 'not measured' };
    }
    const [before, after] = [sqlite.mean, postgres.mean];
    const both = { ...promise, measuredMs: { sqlite: before, postgres: after } };
    if (own.verdict.kind === 'no difference') return { ...both, verdict: 'fallen short' };
    const measured = before / after;
    return { ...both, measured, verdict: verdictOf(measured, promise) };
  });
}

function verdictOf(measured: number, { times }: Expected): Expectation['verdict'] {
  if (measured < times.from) return 'fallen short';
  return measured > times.to ? 'exceeded' : 'met';
}
