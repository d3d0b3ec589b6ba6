import { z } from 'zod';
import { ErrorReport } from '../../shared/errors/index.ts';
import { bridge } from './bridge.ts';
import { ConsoleError } from './console.ts';

const Taken = z.object({ path: z.string() });

const notTaken: ErrorReport = {
  code: 'drop-not-taken',
  what: 'The dropped file could not be handed over.',
  todo: 'Use “Open app.db” instead.',
};

/**
 * Where a file lies that was dropped on the window. A browser doesn't tell; there the file itself is handed over.
 *
 * @throws ConsoleError
 */
export async function pathOfDropped(file: File): Promise<string> {
  if (bridge.pathOf !== undefined) return bridge.pathOf(file);
  const answer = await handOver(file).catch(() => undefined);
  const taken = Taken.safeParse(answer);
  if (taken.success) return taken.data.path;
  const refused = ErrorReport.safeParse(answer);
  throw new ConsoleError(refused.success ? refused.data : notTaken);
}

async function handOver(file: File): Promise<unknown> {
  const url = `/drop?name=${encodeURIComponent(file.name)}`;
  return (await fetch(url, { method: 'PUT', body: file })).json();
}
