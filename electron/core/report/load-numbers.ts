import { failedShare } from '../../../shared/failed-share.ts';
import type { Measurement } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { engineWords, millisecondsWords, perSecondWords, scenarioWords, shareWords } from './load-words.ts';
import { english } from './words.ts';

/** A number in words; with the bounds of its 95 % confidence interval where there were rounds enough for one. */
interface Figure {
  readonly text: string;
  readonly bounds?: string;
}

/** What an engineer asks of a measurement beyond its median. */
export interface NumberRow {
  readonly name: string;
  readonly engine: string;
  /** In the order of `figureNames`. */
  readonly figures: readonly Figure[];
}

export const figureNames = [
  'People',
  'Answers a second',
  'Half within',
  '90 %',
  '95 %',
  '99 %',
  'All within',
  'Failed',
] as const;

const none = '\u2013';

/** A row a measurement. */
export function numberRows({ measurements }: Pick<LoadReport, 'measurements'>): NumberRow[] {
  return measurements.map(({ scenario, users, engine, throughput, p50, latency, ...rest }) => {
    const failed = failedShare(rest);
    const within = (ms: number | undefined) => ({ text: ms === undefined ? none : millisecondsWords(ms) });
    return {
      name: scenarioWords(scenario),
      engine: engineWords[engine],
      figures: [
        { text: english.number(users) },
        estimated(throughput, perSecondWords),
        p50 === undefined ? { text: none } : estimated(p50, millisecondsWords),
        within(latency?.p90),
        within(latency?.p95),
        within(latency?.p99),
        within(latency?.max),
        { text: failed === 0 ? none : shareWords(failed) },
      ],
    };
  });
}

function estimated(
  { mean, low, high, rounds }: Measurement['throughput'],
  words: (value: number) => string,
): Figure {
  return rounds < 2
    ? { text: words(mean) }
    : { text: words(mean), bounds: `${words(low)} to ${words(high)}` };
}
