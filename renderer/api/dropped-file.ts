import type { ErrorReport } from '../../shared/errors/index.ts';
import { bridge } from './bridge.ts';
import { ConsoleError } from './console.ts';

const notTaken: ErrorReport = {
  code: 'drop-not-taken',
  what: 'The dropped file could not be handed over.',
  todo: 'Use “Open app.db” instead.',
};

/**
 * Where a file lies that was dropped on the window. Undefined in a browser, whose pages aren't told: they could hand
 * over its content only, without the log beside it, in which the last rows of a database in WAL mode still are.
 *
 * @throws ConsoleError when the file lies nowhere, such as a picture dragged out of another program
 */
export function pathOfDropped(file: File): string | undefined {
  const path = bridge.pathOf?.(file);
  if (path === '') throw new ConsoleError(notTaken);
  return path;
}
