import type { LoadReport } from '../../../shared/load-test.ts';
import { loadFacts } from '../../core/report/load-facts.ts';
import { medianRows, promisedRows, type Toned } from '../../core/report/load-table.ts';
import { engineWords, reasonWords, scenarioWords, sentenceWords } from '../../core/report/load-words.ts';
import { bold, care, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { count } from './units.ts';

/** Everything that a load test found: what matters in words, the medians, what was promised, and the conditions. */
export function loadTestLines(report: LoadReport): readonly string[] {
  return [
    '',
    ...sentenceLines(report),
    ...medianLines(report),
    ...promisedLines(report),
    ...skippedLines(report),
    ...conditionLines(report),
  ];
}

/** What the numbers mean; the first sentence matters most. */
export function sentenceLines({ outcome, sentences }: LoadReport): readonly string[] {
  const [first, ...others] = sentences.map(sentenceWords);
  if (first === undefined) return [];
  const sign = outcome === 'complete' ? good('✓') : '·';
  return [
    ...wrap(`${sign} ${bold(printable(first))}`, '  '),
    ...others.flatMap((sentence) => wrap(`  ${printable(sentence)}`, '    ')),
  ];
}

function medianLines(report: LoadReport): readonly string[] {
  const { engines } = report.options;
  const head = ['', 'people', ...engines.map((engine) => engineWords[engine]), ''].map(dim);
  const rows = medianRows(report).map(({ name, users, cells, verdict }) => [
    `  ${printable(name)}`,
    count(users),
    ...cells.map(({ text, failed }) => (failed === undefined ? text : `${text}, ${care(failed)}`)),
    toned(verdict),
  ]);
  return [
    '',
    bold('Half of the answers took at most'),
    ...alignedLines([head, ...rows], ['left', 'right', ...engines.map(() => 'right' as const), 'left']),
  ];
}

function promisedLines({ expectations }: LoadReport): readonly string[] {
  const rows = promisedRows(expectations).map(([name, promise, times, measured, verdict]) => [
    `  ${name}`,
    promise,
    times,
    measured,
    toned(verdict),
  ]);
  if (rows.length === 0) return [];
  return [
    '',
    bold('What the old instructions promised'),
    ...alignedLines(rows, rows[0]?.map(() => 'left') ?? []),
  ];
}

function skippedLines({ scenarios }: LoadReport): readonly string[] {
  const lines = scenarios.flatMap((fit) => {
    if (fit.kind === 'fits') return [];
    return wrap(`  ${printable(`${scenarioWords(fit.scenario.name)}: ${reasonWords(fit)}`)}`, '    ');
  });
  return lines.length === 0 ? [] : ['', bold('What could not be tried'), ...lines];
}

function conditionLines(report: LoadReport): readonly string[] {
  const lines = loadFacts(report).flatMap(([name, words]) =>
    wrap(`  ${dim(name.padEnd(9))} ${printable(words)}`, ' '.repeat(12)),
  );
  return ['', bold('Conditions'), ...lines];
}

function toned({ text, tone }: Toned): string {
  return { good, care, plain: dim }[tone](text);
}
