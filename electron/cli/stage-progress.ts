import type { StageContext } from '../../shared/progress.ts';
import { progressDisplay } from './terminal/progress.ts';

/** Runs one stage by itself, outside of a run, and shows how far it is. */
export async function withStageProgress<T>(
  stage: string,
  signal: AbortSignal,
  work: (context: StageContext) => Promise<T>,
): Promise<T> {
  const display = progressDisplay();
  const start = performance.now();
  const advance: StageContext['advance'] = ({ done, total, table, rows }) => {
    const seconds = (performance.now() - start) / 1000;
    const fraction = total === 0 ? 1 : Math.min(1, done / total);
    const isTelling = seconds > 1 && fraction > 0.02;
    display.show({
      stage,
      fraction,
      table,
      rows,
      rowsPerSecond: rows !== undefined && isTelling ? rows / seconds : undefined,
      secondsLeft: isTelling ? (seconds * (1 - fraction)) / fraction : undefined,
    });
  };
  try {
    return await work({ signal, advance });
  } finally {
    display.end();
  }
}
