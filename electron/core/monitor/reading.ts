import type pg from 'pg';
import type { Reading } from '../../../shared/monitor/reading.ts';
import { readMoment } from './moment.ts';
import { readReplication } from './replication.ts';
import { readSessions } from './sessions.ts';
import { readWaits } from './waits.ts';

/**
 * Reads what changes from second to second, in one transaction, so that a reading adds no more than one to the
 * transactions that it counts.
 *
 * @param client of `connectForReading`; of no more use after an error
 * @throws what the server says
 */
export async function takeReading(client: pg.Client): Promise<Reading> {
  await client.query('BEGIN READ ONLY');
  const { at, version, versionText, startedAt, database, user, seesOthers, most, ...counters } =
    await readMoment(client);
  const { sessions, total, used } = await readSessions(client);
  const waits = await readWaits(client, version, sessions);
  const replication = await readReplication(client);
  await client.query('COMMIT');
  return {
    at,
    server: { version, versionText, startedAt },
    database,
    user,
    seesOthers,
    counters,
    connections: { used, most },
    sessions: [...sessions],
    sessionCount: total,
    waits,
    replication,
  };
}
