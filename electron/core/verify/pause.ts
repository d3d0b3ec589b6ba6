import { setImmediate } from 'node:timers/promises';
import { rollcallError } from '../../../shared/errors/index.ts';

/**
 * Stands between two blocks: lets other work have its turn.
 *
 * @throws RollcallError `cancelled` when the signal has aborted
 */
export async function pause(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw rollcallError('cancelled', {});
}
