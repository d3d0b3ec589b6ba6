import type {
  Comparison,
  Engine,
  Expectation,
  LoadReport,
  LoadSentence,
  Measurement,
} from '../../../shared/load-test.ts';
import { failedShare } from './errors.ts';

/** Sentences of a kind that are said; the tables tell the rest. */
const most = 3;

/** Of the arrivals of an open loop, what may be missing before an engine is called too slow for them. */
const toleratedShare = 0.05;

/** What the measurements say, the most telling first, and no more than a person reads. */
export function sentencesOf({
  outcome,
  options,
  scenarios,
  measurements,
  comparisons,
  expectations,
}: Pick<
  LoadReport,
  'outcome' | 'options' | 'scenarios' | 'measurements' | 'comparisons' | 'expectations'
>): LoadSentence[] {
  const skipped = scenarios.filter(({ kind }) => kind === 'skipped').length;
  const whole = changes(comparisons, 'sqlite', 'postgres indexed');
  const byIndexes = changes(comparisons, 'postgres', 'postgres indexed');
  const [first, ...others] = mostTelling(whole.vouched);
  return [
    ...(outcome === 'cancelled' ? [{ code: 'cancelled' } as const] : []),
    ...(first ? [{ code: first.kind, ...first.facts } as const] : []),
    ...lockouts(measurements),
    ...behind(options, scenarios, measurements).slice(0, most),
    ...others.map(({ kind, facts }) => ({ code: kind, ...facts }) as const),
    ...mostTelling(byIndexes.vouched)
      .slice(0, 1)
      .map(({ kind, facts }) => ({ code: `indexes-${kind}`, ...facts }) as const),
    ...(measurements.every(({ throughput }) => throughput.rounds < 2)
      ? [{ code: 'one-round' } as const]
      : whole.doubtful.length > 0
        ? [{ code: 'no-difference', scenarios: whole.doubtful } as const]
        : []),
    ...expectations.flatMap(shortfall).slice(0, 1),
    ...(skipped > 0 ? [{ code: 'skipped', count: skipped } as const] : []),
  ];
}

interface Change {
  readonly kind: 'faster' | 'slower';
  readonly facts: { readonly scenario: string; readonly users: number; readonly times: number };
}

/** Between two engines: what can be vouched for, and the scenarios where nothing can with any number of users. */
function changes(
  comparisons: readonly Comparison[],
  before: Engine,
  after: Engine,
): { vouched: Change[]; doubtful: string[] } {
  const own = comparisons.filter((one) => one.before === before && one.after === after);
  const scenarios = [...Map.groupBy(own, ({ scenario }) => scenario)].map(([scenario, alike]) => ({
    scenario,
    // With the fewest users a person waits for the engine alone.
    vouched: (['faster', 'slower'] as const).flatMap((kind) =>
      alike
        .toSorted((one, other) => one.users - other.users)
        .flatMap(({ users, verdict }): Change[] =>
          verdict.kind === kind ? [{ kind, facts: { scenario, users, times: verdict.times } }] : [],
        )
        .slice(0, 1),
    ),
    compared: alike.some(({ verdict }) => verdict.kind === 'no difference'),
  }));
  return {
    vouched: scenarios.flatMap(({ vouched }) => vouched),
    doubtful: scenarios.flatMap(({ scenario, vouched, compared }) =>
      vouched.length === 0 && compared ? [scenario] : [],
    ),
  };
}

/** In the order of the scenarios: a few that became faster, the daily report before all, and what became slower. */
function mostTelling(vouched: readonly Change[]): Change[] {
  const faster = vouched.filter(({ kind }) => kind === 'faster');
  const slower = vouched.filter(({ kind }) => kind === 'slower');
  return [...faster.slice(0, most), ...slower.slice(0, most)];
}

/** Of each scenario the number of users at which SQLite locked out the largest share, and how PostgreSQL did. */
function lockouts(measurements: readonly Measurement[]): LoadSentence[] {
  return [...Map.groupBy(measurements, ({ scenario }) => scenario)].flatMap(([scenario, own]) => {
    const worst = own
      .filter(({ engine }) => engine === 'sqlite')
      .map((one) => ({ users: one.users, share: failedShare(one, 'locked') }))
      .toSorted((one, other) => other.share - one.share)[0];
    if (worst === undefined || worst.share === 0) return [];
    const indexed = own.filter(({ engine }) => engine === 'postgres indexed');
    const free = indexed.every((one) => failedShare(one, 'locked') === 0);
    const most = Math.max(...indexed.map(({ users }) => users));
    return [
      { code: 'locked-out', scenario, ...worst } as const,
      ...(indexed.length > 0 && free ? [{ code: 'nobody-locked-out', scenario, users: most } as const] : []),
    ];
  });
}

/** Who could not keep up with the open loop: how long people wait there depends on how long it goes on. */
function behind(
  { pattern, bound }: LoadReport['options'],
  scenarios: LoadReport['scenarios'],
  measurements: readonly Measurement[],
): LoadSentence[] {
  if (pattern.kind === 'closed') return [];
  const asked = pattern.perSecond;
  return measurements.flatMap(({ engine, scenario, users, throughput }): LoadSentence[] => {
    if (engine === 'postgres') return [];
    const counted = scenarios.find((fit) => fit.scenario.name === scenario)?.scenario.operations ?? 0;
    const arrivals =
      bound.kind === 'seconds'
        ? bound.seconds * asked
        : bound.kind === 'operations'
          ? bound.operations
          : counted;
    const answered = throughput.mean;
    // At the end each user may be at work on one, and nobody is late for that.
    const isBehind = arrivals * (1 - answered / asked) > users + toleratedShare * arrivals;
    const code = engine === 'sqlite' ? 'sqlite-behind' : 'postgres-behind';
    return isBehind ? [{ code, scenario, asked, answered }] : [];
  });
}

function shortfall({ scenario, times, measured, verdict }: Expectation): LoadSentence[] {
  if (verdict !== 'fallen short' || times === undefined) return [];
  return measured === undefined
    ? [{ code: 'expected-difference', scenario, ...times }]
    : [{ code: 'expected-more', scenario, ...times, measured }];
}
