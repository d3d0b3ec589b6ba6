import type pg from 'pg';
import type { LoadErrors } from '../../../shared/load-measurement.ts';
import { type PostgresSession, queryMessage } from './postgres-session.ts';
import type { Outcome } from './tally.ts';

export interface Manner {
  readonly writes: boolean;
  readonly prePing: boolean;
}

/** SQLSTATE disk_full: nothing to be measured any more. */
const diskFull = '53100';

/** An empty statement, SQLAlchemy's pre-ping through asyncpg. */
const ping = queryMessage(';');
const begin = queryMessage('BEGIN');
const commit = queryMessage('COMMIT');
const rollback = queryMessage('ROLLBACK');

/**
 * What an application does with a connection from its pool for one request: the check before use, then each statement
 * as a round trip of its own. Reads run outside of transactions, which spares them SQLAlchemy's BEGIN and ROLLBACK: two
 * round trips that are no work of the database.
 *
 * @throws pg.DatabaseError when the server's disk is full
 */
export async function perform(
  session: PostgresSession,
  { writes, prePing }: Manner,
  messages: readonly Buffer[],
): Promise<Outcome> {
  try {
    if (prePing) await session.request(ping);
    if (writes) await session.request(begin);
    let rows = 0;
    for (const message of messages) {
      const reply = await session.request(message);
      if (reply.error !== undefined) {
        if (reply.error.code === diskFull) throw reply.error;
        if (writes) await session.request(rollback);
        return failed(reply.error);
      }
      rows += reply.rows;
    }
    if (writes) {
      const { error } = await session.request(commit);
      if (error?.code === diskFull) throw error;
      if (error !== undefined) return failed(error);
    }
    return { kind: 'answered', rows };
  } catch (error) {
    if (!session.isLost) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', error: 'connection', detail };
  }
}

function failed({ code = '', message: detail }: pg.DatabaseError): Outcome {
  return { kind: 'failed', error: kindOf(code), detail };
}

/** By SQLSTATE (manual, appendix "PostgreSQL Error Codes"). */
function kindOf(code: string): LoadErrors['kind'] {
  // Lock not available, deadlock detected, serialization failure.
  if (code === '55P03' || code === '40P01' || code === '40001') return 'locked';
  // Query canceled and transaction timeout.
  if (code === '57014' || code === '25P04') return 'timeout';
  if (code.startsWith('08') || code.startsWith('57P')) return 'connection';
  return 'refused';
}
