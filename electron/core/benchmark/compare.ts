import type { Comparison, Engine, Estimate, LoadReport, Measurement } from '../../../shared/load-test.ts';
import { differ } from './confidence.ts';
import { failedShare } from './errors.ts';
import { fallsBehind } from './falls-behind.ts';

/** What a school asks: what the move gave, what the indexes gave, and what both gave together. */
const pairs: readonly (readonly [before: Engine, after: Engine])[] = [
  ['sqlite', 'postgres indexed'],
  ['postgres', 'postgres indexed'],
  ['sqlite', 'postgres'],
];

/** Compares the medians of each scenario and number of users between the engines that were measured. */
export function compareEngines(
  asked: Pick<LoadReport, 'options' | 'scenarios'>,
  measurements: readonly Measurement[],
): Comparison[] {
  return measurements.flatMap((before) =>
    pairs.flatMap(([from, to]) => {
      if (before.engine !== from) return [];
      const after = measurements.find(
        ({ engine, scenario, users }) =>
          engine === to && scenario === before.scenario && users === before.users,
      );
      if (after === undefined) return [];
      const { scenario, users } = before;
      const isBehind = fallsBehind(asked, before) || fallsBehind(asked, after);
      return [
        {
          scenario,
          users,
          before: from,
          after: to,
          verdict: isBehind ? { kind: 'not comparable' } : verdictOf(before, after),
        },
      ];
    }),
  );
}

function verdictOf(one: Measurement, other: Measurement): Comparison['verdict'] {
  const [before, after] = [one.p50, other.p50];
  if (before === undefined || after === undefined) return { kind: 'not comparable' };
  if (!differ(before, after)) return { kind: 'no difference' };
  const isFaster = after.mean < before.mean;
  // Medians leave out who was given up, and are the shorter for it.
  const [quicker, slower] = isFaster ? [other, one] : [one, other];
  if (failedShare(quicker) > failedShare(slower)) return { kind: 'not comparable' };
  return isFaster ? { kind: 'faster', ...ratio(before, after) } : { kind: 'slower', ...ratio(after, before) };
}

/** `high` is absent where the shorter time may be next to nothing. */
function ratio(longer: Estimate, shorter: Estimate): { times: number; low: number; high?: number } {
  return {
    times: longer.mean / shorter.mean,
    low: longer.low / shorter.high,
    ...(shorter.low > 0 ? { high: longer.high / shorter.low } : {}),
  };
}
