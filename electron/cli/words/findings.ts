import type { Finding, NotCarried, Severity } from '../../../shared/finding.ts';
import { bad, bold, care, dim } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';
import { fit } from '../terminal/text-width.ts';
import { wrap } from '../terminal/wrap.ts';
import { count } from './units.ts';

const kinds: readonly { severity: Severity; heading: string; sign: string }[] = [
  { severity: 'blocker', heading: 'Blockers', sign: bad('✗') },
  { severity: 'warning', heading: 'Warnings', sign: care('!') },
  { severity: 'note', heading: 'Notes', sign: dim('·') },
];

/** Findings by severity, each with its sentence and what can be done; of each severity at most `most`. */
export function findingLines(
  findings: readonly Finding[],
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  return kinds.flatMap(({ severity, heading, sign }) => {
    const these = findings.filter((finding) => finding.severity === severity);
    if (these.length === 0) return [];
    const more = these.length - most;
    return [
      '',
      bold(`${heading} (${count(these.length)})`),
      ...these.slice(0, most).flatMap((finding) => oneFinding(finding, sign)),
      ...(more > 0 ? [`  and ${count(more)} more, all in the report`] : []),
    ];
  });
}

function oneFinding(finding: Finding, sign: string): readonly string[] {
  const { table, column, sentence, code, samples, resolutions, recommended, sql } = finding;
  const place = [table, column].filter((part) => part !== undefined).map(printable);
  const where = place.length === 0 ? '' : `${bold(place.join('.'))}  `;
  const examples = samples
    .slice(0, 3)
    .map(({ key, value }) => `${printable(key)}: ${value === '' ? '(empty text)' : printable(value)}`);
  const choices = resolutions.map((choice) => (choice === recommended ? `${choice} (recommended)` : choice));
  return [
    ...wrap(`  ${sign} ${where}${printable(sentence)}  ${dim(`[${code}]`)}`, '      '),
    ...(examples.length === 0 ? [] : [dim(fit(`      such as ${examples.join('  ')}`, 100))]),
    ...(choices.length === 0 ? [] : [dim(`      choices: ${choices.join(', ')}`)]),
    ...(sql === undefined ? [] : sql.split('\n').map((line) => dim(`      | ${printable(line)}`))),
  ];
}

export function notCarriedLines(notCarried: readonly NotCarried[]): readonly string[] {
  if (notCarried.length === 0) return [];
  return [
    '',
    bold(`Not carried over (${count(notCarried.length)})`),
    ...notCarried.map(({ kind, name, table, reason }) => {
      const on = table === undefined ? '' : ` on ${printable(table)}`;
      return `  ${kind} ${bold(printable(name))}${on}  ${dim(printable(reason))}`;
    }),
  ];
}
