import type {
  Comparison,
  Engine,
  Expectation,
  LoadReport,
  LoadSentence,
  Measurement,
} from '../../../shared/load-test.ts';

/** What the measurements say, the most telling first. */
export function sentencesOf({
  outcome,
  scenarios,
  measurements,
  comparisons,
  expectations,
}: Pick<
  LoadReport,
  'outcome' | 'scenarios' | 'measurements' | 'comparisons' | 'expectations'
>): LoadSentence[] {
  const skipped = scenarios.filter(({ kind }) => kind === 'skipped').length;
  const gains = atFewestUsers(comparisons, 'sqlite', 'postgres indexed').flatMap(gain);
  return [
    ...(outcome === 'cancelled' ? [{ code: 'cancelled' } as const] : []),
    ...gains.slice(0, 1),
    ...lockouts(measurements),
    ...gains.slice(1),
    ...atFewestUsers(comparisons, 'postgres', 'postgres indexed').flatMap(gainByIndexes),
    ...expectations.flatMap(shortfall),
    ...(skipped > 0 ? [{ code: 'skipped', count: skipped } as const] : []),
  ];
}

/** One comparison a scenario, in the order of the scenarios: with the fewest users a person waits for the engine alone. */
function atFewestUsers(comparisons: readonly Comparison[], before: Engine, after: Engine): Comparison[] {
  const own = comparisons.filter((one) => one.before === before && one.after === after);
  return [...Map.groupBy(own, ({ scenario }) => scenario).values()].flatMap((alike) =>
    alike.toSorted((one, other) => one.users - other.users).slice(0, 1),
  );
}

function gain({ scenario, users, verdict }: Comparison): LoadSentence[] {
  switch (verdict.kind) {
    case 'faster':
    case 'slower':
      return [{ code: verdict.kind, scenario, users, times: verdict.times }];
    case 'no difference':
      return [{ code: 'no-difference', scenario, users }];
    case 'not comparable':
      return [];
  }
}

function gainByIndexes({ scenario, users, verdict }: Comparison): LoadSentence[] {
  if (verdict.kind !== 'faster' && verdict.kind !== 'slower') return [];
  return [{ code: `indexes-${verdict.kind}`, scenario, users, times: verdict.times }];
}

/** Of each scenario the number of users at which SQLite locked out the largest share, and how PostgreSQL did. */
function lockouts(measurements: readonly Measurement[]): LoadSentence[] {
  return [...Map.groupBy(measurements, ({ scenario }) => scenario)].flatMap(([scenario, own]) => {
    const worst = own
      .filter(({ engine }) => engine === 'sqlite')
      .map((one) => ({ users: one.users, share: lockedShare(one) }))
      .toSorted((one, other) => other.share - one.share)[0];
    if (worst === undefined || worst.share === 0) return [];
    const indexed = own.filter(({ engine }) => engine === 'postgres indexed');
    const free = indexed.every((one) => lockedShare(one) === 0);
    const most = Math.max(...indexed.map(({ users }) => users));
    return [
      { code: 'locked-out', scenario, ...worst } as const,
      ...(indexed.length > 0 && free ? [{ code: 'nobody-locked-out', scenario, users: most } as const] : []),
    ];
  });
}

/** Of all operations that were begun, those that were given up because of a lock. */
export function lockedShare({ operations, errors }: Pick<Measurement, 'operations' | 'errors'>): number {
  const locked = errors.reduce((sum, { kind, count }) => sum + (kind === 'locked' ? count : 0), 0);
  const begun = operations + errors.reduce((sum, { count }) => sum + count, 0);
  return begun === 0 ? 0 : locked / begun;
}

function shortfall({ scenario, times, measured, verdict }: Expectation): LoadSentence[] {
  if (verdict !== 'fallen short') return [];
  return measured === undefined
    ? [{ code: 'expected-difference', scenario, ...times }]
    : [{ code: 'expected-more', scenario, ...times, measured }];
}
