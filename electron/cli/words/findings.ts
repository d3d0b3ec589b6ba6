import type { Finding, NotCarried, Severity } from '../../../shared/finding.ts';
import { bad, bold, care, dim } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';
import { count } from './units.ts';

const kinds: readonly { severity: Severity; heading: string; sign: string }[] = [
  { severity: 'blocker', heading: 'Blockers', sign: bad('✗') },
  { severity: 'warning', heading: 'Warnings', sign: care('!') },
  { severity: 'note', heading: 'Notes', sign: dim('·') },
];

/** Findings by severity, each with its sentence and what can be done. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  return kinds.flatMap(({ severity, heading, sign }) => {
    const these = findings.filter((finding) => finding.severity === severity);
    if (these.length === 0) return [];
    return [
      '',
      bold(`${heading} (${count(these.length)})`),
      ...these.flatMap((finding) => oneFinding(finding, sign)),
    ];
  });
}

function oneFinding(finding: Finding, sign: string): readonly string[] {
  const { table, column, sentence, code, samples, resolutions, recommended } = finding;
  const place = [table, column].filter((part) => part !== undefined).map(printable);
  const where = place.length === 0 ? '' : `${bold(place.join('.'))}  `;
  const examples = samples.slice(0, 3).map(({ key, value }) => `${printable(key)}: ${printable(value)}`);
  const choices = resolutions.map((choice) => (choice === recommended ? `${choice} (recommended)` : choice));
  return [
    `  ${sign} ${where}${printable(sentence)}  ${dim(`[${code}]`)}`,
    ...(examples.length === 0 ? [] : [dim(`      such as ${examples.join('  ')}`)]),
    ...(choices.length === 0 ? [] : [dim(`      choices: ${choices.join(', ')}`)]),
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
