import { findStatementStatistics } from '../statement-statistics.ts';
import { type Check, noted, passed } from './check.ts';

/** Whether the server counts what an application asks of it, for watching it later. */
export const statistics: Check = {
  check: 'statistics',
  needed: false,
  look: async ({ client, databaseThere, target: { database } }) => {
    const found = await findStatementStatistics(client);
    if (found.kind === 'not installed') return noted('statistics-not-available', {});
    if (found.kind === 'not created' || !databaseThere) return noted('statistics-not-created', { database });
    return found.kind === 'there' ? passed({}) : noted('statistics-not-loaded', {});
  },
};
