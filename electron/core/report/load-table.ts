import { failedShare } from '../../../shared/failed-share.ts';
import type { Comparison, Engine, Measurement } from '../../../shared/load-measurement.ts';
import type { Expectation, LoadReport } from '../../../shared/load-test.ts';
import { vouchedTimes } from '../../../shared/vouched-times.ts';
import { millisecondsWords, saidTimesWords, scenarioWords, shareWords, timesWords } from './load-words.ts';

type Tone = 'good' | 'care' | 'plain';

/** A text with how it is to be taken. */
export interface Toned {
  readonly text: string;
  readonly tone: Tone;
}

/** The medians of one scenario with so many users, an engine a cell. */
export interface MedianRow {
  readonly name: string;
  readonly users: number;
  readonly cells: readonly {
    readonly engine: Engine;
    /** Milliseconds; absent where there was no answer in some round. */
    readonly ms: number | undefined;
    readonly text: string;
    /** Share of operations that failed, in words. */
    readonly failed: string | undefined;
  }[];
  /** From SQLite to PostgreSQL with the four indexes. */
  readonly verdict: Toned;
}

/** Scenarios in their order, each with its numbers of users. */
export function medianRows({ measurements, options, comparisons }: LoadReport): MedianRow[] {
  const groups = Map.groupBy(measurements, ({ scenario, users }) => JSON.stringify([scenario, users]));
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const { scenario, users } = one;
    const comparison = comparisons.find(
      (own) =>
        own.scenario === scenario &&
        own.users === users &&
        own.before === 'sqlite' &&
        own.after === 'postgres indexed',
    );
    return [
      {
        name: scenarioWords(scenario),
        users,
        cells: options.engines.map((engine) =>
          cellOf(
            engine,
            group.find((own) => own.engine === engine),
          ),
        ),
        verdict: comparison === undefined ? { text: '', tone: 'plain' as const } : verdictOf(comparison),
      },
    ];
  });
}

function cellOf(engine: Engine, measurement: Measurement | undefined): MedianRow['cells'][number] {
  if (measurement === undefined) return { engine, ms: undefined, text: '\u2013', failed: undefined };
  const { p50 } = measurement;
  const failed = failedShare(measurement);
  return {
    engine,
    ms: p50?.mean,
    text: p50 === undefined ? 'no answer' : millisecondsWords(p50.mean),
    failed: failed === 0 ? undefined : `${shareWords(failed)} failed`,
  };
}

function verdictOf({ verdict }: Comparison): Toned {
  switch (verdict.kind) {
    case 'faster':
      return { text: `${saidTimesWords(vouchedTimes(verdict))} times as fast`, tone: 'good' };
    case 'slower':
      return { text: `${saidTimesWords(vouchedTimes(verdict))} times as slow`, tone: 'care' };
    case 'no difference':
      return { text: 'no difference that we can vouch for', tone: 'plain' };
    case 'not comparable':
      return { text: `not comparable: ${hindrances[verdict.why]}`, tone: 'care' };
  }
}

const hindrances = {
  'other rows': 'the file and the server hold different rows',
  'no answer': 'one of the two gave no answer',
  'fell behind': 'one of the two could not keep up',
  'gave up': 'one of the two gave up more often',
} as const;

/** What the old instructions promised: scenario, from and to, how many times, what was measured, and the verdict. */
export function promisedRows(
  expectations: readonly Expectation[],
): [string, string, string, string, Toned][] {
  return expectations
    .filter(({ verdict }) => verdict !== 'not measured')
    .map(({ scenario, users, sqlite, postgres, times, measured, measuredMs, verdict }) => [
      users === undefined ? scenarioWords(scenario) : `${scenarioWords(scenario)}, ${users} people`,
      `${sqlite === undefined ? 'locks' : range(sqlite, millisecondsWords)} \u2192 ${range(postgres, millisecondsWords)}`,
      times === undefined ? '' : `${range(times, timesWords)} times`,
      hereWords(measured, times === undefined ? measuredMs?.postgres : undefined),
      promiseKept[verdict],
    ]);
}

function hereWords(times: number | undefined, ms: number | undefined): string {
  if (ms !== undefined) return `here ${millisecondsWords(ms)}`;
  return times === undefined ? 'no difference here' : `here ${timesWords(times)}`;
}

const promiseKept: Readonly<Record<Expectation['verdict'], Toned>> = {
  met: { text: 'kept', tone: 'good' },
  exceeded: { text: 'more than promised', tone: 'good' },
  'fallen short': { text: 'less than promised', tone: 'care' },
  'not measured': { text: 'not measured', tone: 'plain' },
};

function range({ from, to }: { from: number; to: number }, words: (n: number) => string): string {
  return from === to ? words(from) : `${words(from)} to ${words(to)}`;
}
