import { failedShare } from '../../../shared/failed-share.ts';
import type { Comparison, Engine, Measurement } from '../../../shared/load-measurement.ts';
import type { LoadSentence } from '../../../shared/load-sentence.ts';
import type { Expectation, FileIndex, LoadReport } from '../../../shared/load-test.ts';
import { vouchedTimes } from '../../../shared/vouched-times.ts';
import { fourIndexes } from '../postgres/four-indexes.ts';
import { fallsBehind } from './falls-behind.ts';
import { type RowsOfBoth, unlikeTables } from './same-rows.ts';

/** Sentences of a kind that are said; the tables tell the rest. */
const most = 3;

interface Counted {
  readonly tables: readonly RowsOfBoth[];
  readonly fileIndexes: readonly FileIndex[];
}

/** What the measurements say, the most telling first, and no more than a person reads. */
export function sentencesOf({
  outcome,
  options,
  scenarios,
  measurements,
  comparisons,
  expectations,
  conditions,
}: Pick<LoadReport, 'outcome' | 'options' | 'scenarios' | 'measurements' | 'comparisons' | 'expectations'> & {
  readonly conditions: Counted;
}): LoadSentence[] {
  const skipped = scenarios.filter(({ kind }) => kind === 'skipped').length;
  const whole = changes(comparisons, 'sqlite', 'postgres indexed');
  const byIndexes = changes(comparisons, 'postgres', 'postgres indexed');
  const [first, ...others] = mostTelling(whole.vouched);
  const locked = lockouts(measurements);
  // Medians that may be alike are no news where people were turned away.
  const alike = whole.doubtful.filter((name) => !locked.some(({ scenario }) => scenario === name));
  return [
    ...(outcome === 'cancelled' ? [{ code: 'cancelled' } as const] : []),
    ...otherRows(conditions, options),
    ...(first ? [{ code: first.kind, ...first.facts } as const] : []),
    ...locked,
    ...behind({ options, scenarios }, measurements).slice(0, most),
    ...others.map(({ kind, facts }) => ({ code: kind, ...facts }) as const),
    ...lacking(conditions, whole.vouched),
    ...mostTelling(byIndexes.vouched)
      .slice(0, 1)
      .map(({ kind, facts }) => ({ code: `indexes-${kind}`, ...facts }) as const),
    ...(measurements.every(({ throughput }) => throughput.rounds < 2)
      ? [{ code: 'one-round' } as const]
      : alike.length > 0
        ? [{ code: 'no-difference', scenarios: alike } as const]
        : []),
    ...expectations.flatMap(shortfall).slice(0, 1),
    ...(skipped > 0 ? [{ code: 'skipped', count: skipped } as const] : []),
  ];
}

interface Change {
  readonly kind: 'faster' | 'slower';
  readonly facts: {
    readonly scenario: string;
    readonly users: number;
    readonly times: number;
    readonly atLeast: boolean;
  };
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
          verdict.kind === kind ? [{ kind, facts: { scenario, users, ...vouchedTimes(verdict) } }] : [],
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

/** Where the file might have become as quick by the index alone. */
function lacking({ fileIndexes }: Counted, vouched: readonly Change[]): LoadSentence[] {
  const lacked = fileIndexes.filter(({ by }) => by === undefined).map(({ name }) => name);
  const slow = new Set(fourIndexes.filter(({ name }) => lacked.includes(name)).map((one) => one.scenario));
  const scenarios = vouched
    .filter(({ kind, facts }) => kind === 'faster' && slow.has(facts.scenario))
    .map(({ facts }) => facts.scenario);
  return scenarios.length > 0 ? [{ code: 'file-lacks-index', scenarios }] : [];
}

/** The largest table that isn't the same on both sides. */
function otherRows({ tables }: Counted, { engines }: LoadReport['options']): LoadSentence[] {
  if (!engines.includes('sqlite')) return [];
  return unlikeTables(tables)
    .toSorted((one, other) => Math.max(other.rows, other.inFile) - Math.max(one.rows, one.inFile))
    .slice(0, 1)
    .map(({ table, rows, inFile }) => ({ code: 'other-rows', table, inFile, onServer: rows }));
}

type Lockout = Extract<LoadSentence, { code: 'locked-out' | 'nobody-locked-out' }>;

/** Of each scenario the number of users at which SQLite locked out the largest share, and how PostgreSQL did. */
function lockouts(measurements: readonly Measurement[]): Lockout[] {
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

/** Who could not keep up with the open loop. */
function behind(
  asked: Pick<LoadReport, 'options' | 'scenarios'>,
  measurements: readonly Measurement[],
): LoadSentence[] {
  const { pattern } = asked.options;
  if (pattern.kind === 'closed') return [];
  return measurements
    .filter((one) => one.engine !== 'postgres' && fallsBehind(asked, one))
    .map(({ engine, scenario, throughput }) => ({
      code: engine === 'sqlite' ? 'sqlite-behind' : 'postgres-behind',
      scenario,
      asked: pattern.perSecond,
      answered: throughput.mean,
    }));
}

function shortfall({ scenario, times, measured, verdict }: Expectation): LoadSentence[] {
  if (verdict !== 'fallen short' || times === undefined) return [];
  return measured === undefined
    ? [{ code: 'expected-difference', scenario, ...times }]
    : [{ code: 'expected-more', scenario, ...times, measured }];
}
