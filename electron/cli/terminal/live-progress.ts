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
const barCells = 24;

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
      out.write(toLineStart + frame(step, out.columns) + clearToLineEnd);
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
  const percent = `${Math.floor(step.fraction * 100)} %`.padStart(5);
  const parts = [`  ${step.stage.padEnd(9)}`, bar(step.fraction), percent];
  for (const words of stepWords(step)) {
    if (textWidth([...parts, words].join('  ')) >= columns) break;
    parts.push(words);
  }
  const line = parts.join('  ');
  return textWidth(line) < columns
    ? line
    : `${step.stage} ${percent.trim()}`.slice(0, Math.max(0, columns - 1));
}

function bar(fraction: number): string {
  const full = Math.round(fraction * barCells);
  return good('━'.repeat(full)) + dim('─'.repeat(barCells - full));
}
