import type { Engine, Expectation, LoadReport, Measurement } from '../../../shared/load-test.ts';
import {
  engineWords,
  millisecondsWords,
  reasonWords,
  scenarioWords,
  sentenceWords,
  shareWords,
  timesWords,
} from '../../core/report/load-words.ts';
import { bold, care, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { bytes, count, counted, duration } from './units.ts';

/** Everything that a load test found: what matters in words, the medians, what was promised, and the conditions. */
export function loadTestLines(report: LoadReport): readonly string[] {
  const [first, ...others] = report.sentences.map(sentenceWords);
  return [
    '',
    ...(first === undefined ? [] : wrap(`${good('✓')} ${bold(first)}`, '  ')),
    ...others.flatMap((sentence) => wrap(`  ${sentence}`, '  ')),
    ...medianLines(report),
    ...promisedLines(report.expectations),
    ...skippedLines(report),
    ...conditionLines(report),
  ];
}

/** Half of the answers took at most so long; beside it what was locked out. */
function medianLines({ measurements, options, comparisons }: LoadReport): readonly string[] {
  const { engines } = options;
  const groups = Map.groupBy(measurements, ({ scenario, users }) => JSON.stringify([scenario, users]));
  const rows = [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const { scenario, users } = one;
    const verdict = comparisons.find(
      (own) =>
        own.scenario === scenario &&
        own.users === users &&
        own.before === 'sqlite' &&
        own.after === 'postgres indexed',
    )?.verdict;
    const cell = (engine: Engine) => medianWords(group.find((own) => own.engine === engine));
    return [
      [`  ${printable(scenarioWords(scenario))}`, count(users), ...engines.map(cell), verdictWords(verdict)],
    ];
  });
  const head = ['', 'people', ...engines.map((engine) => engineWords[engine]), ''].map(dim);
  return [
    '',
    bold('Half of the answers took at most'),
    ...alignedLines([head, ...rows], ['left', 'right', ...engines.map(() => 'right' as const), 'left']),
  ];
}

function medianWords(measurement: Measurement | undefined): string {
  if (measurement === undefined) return '–';
  const failed = measurement.errors.reduce((sum, error) => sum + error.count, 0);
  const share = failed === 0 ? 0 : failed / (failed + measurement.operations);
  const median = measurement.p50 === undefined ? 'no answer' : millisecondsWords(measurement.p50.mean);
  return share === 0 ? median : `${median}, ${care(`${shareWords(share)} failed`)}`;
}

function verdictWords(verdict: LoadReport['comparisons'][number]['verdict'] | undefined): string {
  switch (verdict?.kind) {
    case 'faster':
      return good(`${timesWords(verdict.times)} times as fast`);
    case 'slower':
      return care(`${timesWords(verdict.times)} times as slow`);
    case 'no difference':
      return dim('no difference that we can vouch for');
    case 'not comparable':
    case undefined:
      return '';
  }
}

function promisedLines(expectations: readonly Expectation[]): readonly string[] {
  const measured = expectations.filter(({ verdict }) => verdict !== 'not measured');
  if (measured.length === 0) return [];
  const range = ({ from, to }: { from: number; to: number }, words: (n: number) => string) =>
    from === to ? words(from) : `${words(from)} to ${words(to)}`;
  return [
    '',
    bold('What the old instructions promised'),
    ...alignedLines(
      measured.map(({ scenario, sqlite, postgres, times, measured, verdict }) => [
        `  ${scenarioWords(scenario)}`,
        `${range(sqlite, millisecondsWords)} → ${range(postgres, millisecondsWords)}`,
        `${range(times, timesWords)} times`,
        measured === undefined ? 'no difference here' : `here ${timesWords(measured)}`,
        verdict === 'fallen short'
          ? care('less than promised')
          : good(verdict === 'met' ? 'kept' : 'more than promised'),
      ]),
      ['left', 'left', 'left', 'left', 'left'],
    ),
  ];
}

function skippedLines({ scenarios }: LoadReport): readonly string[] {
  const skipped = scenarios.filter((fit) => fit.kind === 'skipped');
  if (skipped.length === 0) return [];
  return [
    '',
    bold('Not tried'),
    ...skipped.flatMap((fit) =>
      wrap(`  ${printable(scenarioWords(fit.scenario.name))}: ${printable(reasonWords(fit))}`, '    '),
    ),
  ];
}

function conditionLines({
  conditions,
  options,
  source,
  target,
  schema,
  meter,
  ms,
  leftover,
}: LoadReport): readonly string[] {
  const { machine, versions, tables, settings, serverIsLocal } = conditions;
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const pattern =
    options.pattern.kind === 'closed'
      ? 'each person asks again at once'
      : `${count(options.pattern.perSecond)} questions a second, whether or not they are answered`;
  const facts: (readonly [string, string])[] = [
    [
      'Asked',
      `${pattern}; ${counted(options.rounds, 'round')}, engines in turn; warm-up ${options.warmUpSeconds} s`,
    ],
    [
      'File',
      `${printable(source.path)}, ${bytes(source.bytes)}, journal ${conditions.journalMode}, busy timeout ${conditions.busyTimeoutMs / 1000} s`,
    ],
    [
      'Server',
      `${printable(target)}, schema ${printable(schema)}, ${serverIsLocal ? 'on this machine' : 'over the network'}`,
    ],
    ['Rows', `${count(rows)} in copies of ${counted(tables.length, 'table')}; the live ones were only read`],
    ['Pool', `${counted(options.pool, 'connection')}${options.prePing ? ', each tried before use' : ''}`],
    [
      'Machine',
      `${machine.processor}, ${counted(machine.cores, 'core')}, ${bytes(machine.memoryBytes)}, ${machine.system}`,
    ],
    [
      'Versions',
      `SQLite ${versions.sqlite}, PostgreSQL ${versions.postgres}, Node ${versions.node}, Rollcall ${versions.rollcall}`,
    ],
    [
      'Settings',
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    [
      'Meter',
      `late by ${millisecondsWords(meter.p50)} at half, ${millisecondsWords(meter.p99)} at 99 of 100; less than that can't be told`,
    ],
    ['Time', duration(ms)],
    ...(leftover.length > 0
      ? [['Left', `${leftover.join(', ')}; the next load test removes them`] as const]
      : []),
  ];
  return [
    '',
    bold('Conditions'),
    ...facts.flatMap(([name, words]) => wrap(`  ${dim(name.padEnd(9))} ${words}`, ' '.repeat(12))),
  ];
}
