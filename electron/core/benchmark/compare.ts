import { compareMedians } from '../../../shared/compare-medians.ts';
import type { Comparison, Engine, Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
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
          verdict: hindrance(asked, before, after) ?? compareMedians(before, after),
        },
      ];
    }),
  );
}

function hindrance(asked: Asked, before: Measurement, after: Measurement): Verdict | undefined {
  if (before.engine === 'sqlite' && asked.unlike.has(before.scenario))
    return { kind: 'not comparable', why: 'other rows' };
  if (fallsBehind(asked, before) || fallsBehind(asked, after))
    return { kind: 'not comparable', why: 'fell behind' };
  return undefined;
}
