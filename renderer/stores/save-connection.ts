import type { ConnectionDraft } from '../../shared/console/connection.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, reportOf } from '../api/console.ts';
import { checkConnection } from './check-connection.ts';

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
    return reportOf(error);
  }
}
