import { ask } from '../api/console.ts';
import { useConsole } from './console.ts';

/**
 * Removes a run with everything it left on this computer. A proof that was its proof can't be shown any more.
 *
 * @throws ConsoleError
 */
export async function removeRun(runId: string): Promise<void> {
  await ask('runs.remove', { runId });
  const { console, setLine } = useConsole.getState();
  if (console?.line.runId !== runId) return;
  const step = console.line.step === 'proof' ? 'move' : console.line.step;
  await setLine({ runId: undefined, runConnection: undefined, step });
}
