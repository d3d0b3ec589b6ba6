import type { WriteStream } from 'node:tty';

const otherScreen = '\u001b[?1049h\u001b[?25l';
const ownScreen = '\u001b[?25h\u001b[?1049l';
const toTop = '\u001b[H';
const clearToLineEnd = '\u001b[K';
const clearBelow = '\u001b[J';

/** Cells of a terminal that doesn't know its size and says 0. */
const usual = { columns: 80, rows: 24 };

/** A whole terminal that is drawn over again, as `top` does; what was on it comes back at the end. */
export interface LiveScreen {
  readonly columns: number;
  readonly draw: (lines: readonly string[]) => void;
  readonly end: () => void;
}

export function liveScreen(out: WriteStream): LiveScreen {
  const restore = (): void => {
    out.write(ownScreen);
  };
  out.write(otherScreen);
  process.once('exit', restore);
  return {
    get columns() {
      return out.columns || usual.columns;
    },
    draw: (lines) => {
      const fitting = lines.slice(0, (out.rows || usual.rows) - 1);
      out.write(`${toTop}${fitting.map((line) => `${line}${clearToLineEnd}`).join('\n')}\n${clearBelow}`);
    },
    end: () => {
      process.off('exit', restore);
      restore();
    },
  };
}
