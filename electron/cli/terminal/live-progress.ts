import type { WriteStream } from 'node:tty';
import { duration } from '../words/units.ts';
import type { ProgressDisplay, Step } from './progress.ts';
import { stepWords } from './step-words.ts';
import { dim, good } from './style.ts';
import { textWidth } from './text-width.ts';

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const toLineStart = '\r';
const clearToLineEnd = '\u001b[K';

const millisecondsBetweenFrames = 80;
/** For terminals that don't know their width and say 0. */
const usualColumns = 80;
const mostBarCells = 24;
const fewestBarCells = 8;

/** One line that is drawn over again; a stage that ends leaves its own line above, with its time. */
export function liveProgress(out: WriteStream): ProgressDisplay {
  let current: { readonly stage: string; readonly since: number } | undefined;
  let lastFrame = 0;
  let fraction = 0;
  const restoreCursor = (): void => {
    out.write(showCursor);
  };

  const leaveStage = (): void => {
    if (current === undefined) return;
    const took = duration(performance.now() - current.since);
    out.write(`${toLineStart}${good('✓')} ${current.stage.padEnd(9)} ${dim(took)}${clearToLineEnd}\n`);
  };

  return {
    show: (step) => {
      const time = performance.now();
      fraction = step.fraction;
      if (current === undefined) {
        out.write(hideCursor);
        process.once('exit', restoreCursor);
      }
      if (step.stage !== current?.stage) {
        leaveStage();
        current = { stage: step.stage, since: time };
      } else if (time - lastFrame < millisecondsBetweenFrames) return;
      lastFrame = time;
      out.write(toLineStart + frame(step, out.columns || usualColumns) + clearToLineEnd);
    },
    end: () => {
      if (current === undefined) return;
      if (fraction === 1) leaveStage();
      current = undefined;
      process.off('exit', restoreCursor);
      out.write(toLineStart + clearToLineEnd + showCursor);
    },
  };
}

/** As much as fits into one line less one cell, since some terminals wrap at the last. */
export function frame(step: Step, columns: number): string {
  const percent = `${Math.floor(step.fraction * 100)} %`;
  const head = `  ${step.stage.padEnd(9)}`;
  for (const words of [step, withoutTotal(step), withoutRows(step)].map(stepWords)) {
    const tail = [percent.padStart(5), ...words].join('  ');
    const cells = columns - 1 - textWidth([head, '', tail].join('  '));
    if (cells >= fewestBarCells)
      return [head, bar(step.fraction, Math.min(cells, mostBarCells)), tail].join('  ');
  }
  return `${step.stage} ${percent}`.slice(0, Math.max(0, columns - 1));
}

const withoutTotal = (step: Step): Step => ({ ...step, totalRows: undefined });
const withoutRows = ({ stage, fraction, secondsLeft }: Step): Step => ({ stage, fraction, secondsLeft });

function bar(fraction: number, cells: number): string {
  const full = Math.round(fraction * cells);
  return good('━'.repeat(full)) + dim('─'.repeat(cells - full));
}
