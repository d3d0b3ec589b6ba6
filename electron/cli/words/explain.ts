import type { ExplainedQuery, PlanNote, PlanStep } from '../../../shared/explain.ts';
import { millisecondsWords } from '../../core/report/load-words.ts';
import { bold, care, dim } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import { planSentenceWords } from './plan-sentence.ts';
import { count, counted } from './units.ts';

const notes: Readonly<Record<PlanNote, string>> = {
  'filters most': 'reads many rows and keeps few: an index may help',
  'estimate off': 'far more or fewer rows than expected: ANALYZE the table',
  'sorts on disk': 'sorts on disk, since work_mem is too small for it',
  'hashes in parts': 'hashes in parts, since work_mem is too small for it',
  'visits the table': 'looks into the table for rows that the index would have been enough for: VACUUM it',
  'never run': 'never run',
};

/** What the plan means; the plan as a tree, with what each step takes by itself, and the slowest marked. */
export function explainedLines({
  how,
  steps,
  slowest,
  planningMs,
  executionMs,
  sentences,
}: ExplainedQuery): readonly string[] {
  const isMeasured = how === 'measured';
  const rows = steps.map((step, place) => [
    `${place === slowest ? care('▶') : ' '} ${percent(step.share)}`,
    isMeasured ? millisecondsWords(step.ms?.self ?? 0) : '',
    rowsWords(step),
    `${'  '.repeat(step.depth)}${place === slowest ? bold(stepName(step)) : stepName(step)}`,
  ]);
  const lines = alignedLines(rows, ['right', 'right', 'right', 'left']);
  const indent = ' '.repeat(6);
  const [took, where, ...others] = sentences.map((one) => printable(planSentenceWords(one)));
  return [
    '',
    ...wrap(bold([took, where].filter(Boolean).join(' ')), ''),
    ...others.flatMap((line) => wrap(`  ${line}`, '  ')),
    '',
    ...lines.flatMap((line, place) => [line, ...(steps[place] ? remarks(steps[place], indent) : [])]),
    '',
    ...(isMeasured
      ? [
          dim(
            `  planned in ${millisecondsWords(planningMs ?? 0)}, run in ${millisecondsWords(executionMs ?? 0)}`,
          ),
        ]
      : []),
  ];
}

function remarks({ details, notes: noted, depth }: PlanStep, indent: string): string[] {
  const within = indent + '  '.repeat(depth);
  return [
    ...details.flatMap(({ label, text }) =>
      wrap(dim(`${within}${label}: ${printable(text)}`), `${within}  `),
    ),
    ...noted.map((note) => `${within}${care(`! ${notes[note]}`)}`),
  ];
}

function stepName({ kind, part, reads, index }: PlanStep): string {
  return [
    part === undefined ? '' : `${printable(part)}:`,
    kind,
    index === undefined ? '' : `by ${printable(index)}`,
    reads === undefined ? '' : `on ${printable(reads)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function rowsWords({ actualRows, plannedRows, loops = 1 }: PlanStep): string {
  if (actualRows === undefined) return dim(`~${counted(Math.round(plannedRows), 'row')}`);
  const rows = Math.round(actualRows);
  return loops > 1 ? `${count(rows)} × ${count(loops)} rows` : counted(rows, 'row');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
