import type { ProgressEvent } from '../../shared/progress.ts';
import { progressDisplay } from './terminal/progress.ts';

/** Shows the events of a run while `work` lasts. */
export async function withRunProgress<T>(
  work: (onProgress: (event: ProgressEvent) => void) => Promise<T>,
): Promise<T> {
  const display = progressDisplay();
  try {
    return await work((event) => display.show(event));
  } finally {
    display.end();
  }
}
