import type { Comparison, Measurement } from '../../../shared/load-measurement.ts';
import type { Expectation } from '../../../shared/load-test.ts';

type Expected = Pick<Expectation, 'scenario' | 'users' | 'sqlite' | 'postgres' | 'times'>;

/** The old document's "Query Performance (Before/After)", milliseconds. */
const expected: readonly Expected[] = [
  line('daily-report', [8, 12], 0.45, [18, 26]),
  line('class-period', [10, 15], 0.38, [26, 39]),
  line('student-detail', [6, 10], 0.52, [11, 19]),
  line('dashboard-counts', [40, 50], 2.5, [16, 20]),
  { scenario: 'morning', users: 10, postgres: { from: 50, to: 80 } },
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

/** What the old document promised beside what was measured, with the fewest users where it doesn't say. */
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
      .filter(({ users }) => promise.users === undefined || users === promise.users)
      .toSorted((one, other) => one.users - other.users)[0];
    const median = (engine: Measurement['engine']) =>
      measurements.find(
        (one) => one.engine === engine && one.scenario === promise.scenario && one.users === own?.users,
      )?.p50;
    const [sqlite, postgres] = [median('sqlite'), median('postgres indexed')];
    const cannotTell = own === undefined || own.verdict.kind === 'not comparable';
    if (cannotTell || sqlite === undefined || postgres === undefined || sqlite.rounds < 2) {
      return { ...promise, verdict: 'not measured' };
    }
    const [before, after] = [sqlite.mean, postgres.mean];
    const both = { ...promise, measuredMs: { sqlite: before, postgres: after } };
    const measured = own.verdict.kind === 'no difference' ? undefined : before / after;
    return {
      ...both,
      ...(measured === undefined ? {} : { measured }),
      verdict: promise.times ? byTimes(measured, promise.times) : byTime(after, promise.postgres),
    };
  });
}

function byTimes(
  measured: number | undefined,
  { from, to }: NonNullable<Expected['times']>,
): Expectation['verdict'] {
  if (measured === undefined || measured < from) return 'fallen short';
  return measured > to ? 'exceeded' : 'met';
}

function byTime(ms: number, { from, to }: Expected['postgres']): Expectation['verdict'] {
  if (ms > to) return 'fallen short';
  return ms < from ? 'exceeded' : 'met';
}
