import { createInterface } from 'node:readline/promises';
import { rollcallError } from '../../../shared/errors/index.ts';

/**
 * Asks a question that only "yes" answers with yes.
 *
 * @throws RollcallError cancelled, on Ctrl-C or when `signal` aborts
 */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new AbortController();
  lines.on('SIGINT', () => interrupted.abort());
  lines.on('close', () => interrupted.abort());
  try {
    const answer = await lines.question(question, { signal: AbortSignal.any([signal, interrupted.signal]) });
    return answer.trim().toLowerCase() === 'yes';
  } catch (cause) {
    if (!signal.aborted && !interrupted.signal.aborted) throw cause;
    throw rollcallError('cancelled', {});
  } finally {
    lines.close();
  }
}
