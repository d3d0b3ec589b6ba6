import { failedShare } from '../../../shared/failed-share.ts';
import type { Comparison, Engine, Estimate, Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { differ } from './confidence.ts';
import { fallsBehind } from './falls-behind.ts';

/** What a school asks: what the move gave, what the indexes gave, and what both gave together. */
const pairs: readonly (readonly [before: Engine, after: Engine])[] = [
  ['sqlite', 'postgres indexed'],
  ['postgres', 'postgres indexed'],
  ['sqlite', 'postgres'],
];

type Verdict = Comparison['verdict'];

export interface Asked extends Pick<LoadReport, 'options' | 'scenarios'> {
  /** Scenarios that ask tables whose rows on the server are not those of the file. */
  readonly unlike: ReadonlySet<string>;
}

/** Compares the medians of each scenario and number of users between the engines that were measured. */
export function compareEngines(asked: Asked, measurements: readonly Measurement[]): Comparison[] {
  return measurements.flatMap((before) =>
    pairs.flatMap(([from, to]) => {
      if (before.engine !== from) return [];
      const after = measurements.find(
        ({ engine, scenario, users }) =>
          engine === to && scenario === before.scenario && users === before.users,
      );
      if (after === undefined) return [];
      const { scenario, users } = before;
      return [
        {
          scenario,
          users,
          before: from,
          after: to,
          verdict: hindrance(asked, before, after) ?? verdictOf(before, after),
        },
      ];
    }),
  );
}

function hindrance(asked: Asked, before: Measurement, after: Measurement): Verdict | undefined {
  if (before.engine === 'sqlite' && asked.unlike.has(before.scenario)) return notComparable('other rows');
  if (fallsBehind(asked, before) || fallsBehind(asked, after)) return notComparable('fell behind');
  return undefined;
}

function verdictOf(one: Measurement, other: Measurement): Verdict {
  const [before, after] = [one.p50, other.p50];
  if (before === undefined || after === undefined) return notComparable('no answer');
  if (!differ(before, after)) {
    return failedShare(one) === failedShare(other) ? { kind: 'no difference' } : notComparable('gave up');
  }
  const isFaster = after.mean < before.mean;
  const [quicker, slower] = isFaster ? [other, one] : [one, other];
  if (failedShare(quicker) > failedShare(slower)) return notComparable('gave up');
  return isFaster ? { kind: 'faster', ...ratio(before, after) } : { kind: 'slower', ...ratio(after, before) };
}

function notComparable(why: Extract<Verdict, { kind: 'not comparable' }>['why']): Verdict {
  return { kind: 'not comparable', why };
}

/** `high` is absent where the shorter time may be next to nothing. */
function ratio(longer: Estimate, shorter: Estimate): { times: number; low: number; high?: number } {
  return {
    times: longer.mean / shorter.mean,
    low: longer.low / shorter.high,
    ...(shorter.low > 0 ? { high: longer.high / shorter.low } : {}),
  };
}
