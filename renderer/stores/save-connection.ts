import type { ConnectionDraft } from '../../shared/console/connection.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { checkConnection } from './check-connection.ts';
import { useConsole } from './console.ts';

/**
 * Tells the console of a server and has it checked.
 *
 * @returns what is wrong with it as it was entered
 */
export async function saveAndCheck(draft: ConnectionDraft): Promise<ErrorReport | undefined> {
  try {
    const { id } = await ask('connection.save', draft);
    await checkConnection(id);
    return undefined;
  } catch (error) {
    // Whatever was chosen before isn't what the person wants now, and its check says nothing of what was entered.
    await useConsole.getState().setLine({ connection: undefined, checked: undefined });
    return reportOf(error);
  }
}
