import { showControls } from '../../core/report/show-controls.ts';
import { textWidth } from './text-width.ts';

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** First-strong isolate and its end (Unicode annex 9): an Arabic name must not turn its neighbours around. */
const isolate = (text: string): string => `\u2068${text}\u2069`;

/** A name or value from a file, made fit for one line of a terminal. */
export function printable(text: string): string {
  const oneLine = showControls(text).replaceAll('\n', '\u240a').replaceAll('\t', '\u2409');
  return rightToLeft.test(oneLine) ? isolate(oneLine) : oneLine;
}

export type Alignment = 'left' | 'right';

/** Rows of equally many cells as lines, two blanks between the columns. */
export function alignedLines(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): readonly string[] {
  const widths = alignments.map((_, column) =>
    Math.max(0, ...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    alignments
      .map((alignment, column) => {
        const cell = row[column] ?? '';
        const blanks = ' '.repeat((widths[column] ?? 0) - textWidth(cell));
        return alignment === 'left' ? cell + blanks : blanks + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}
