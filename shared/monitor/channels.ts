import { z } from 'zod';
import { ConnectionId } from '../console/connection.ts';
import { Logging, LogSwitch } from './logging.ts';
import { Reading } from './reading.ts';
import { Statements } from './statements.ts';
import { Tables } from './tables.ts';

const request = z.strictObject({ connection: ConnectionId });

/** What the monitor asks of a server that the console knows. The practice server isn't started by it. */
export const monitorChannels = {
  'monitor.read': { request, answer: Reading },
  'monitor.tables': { request, answer: Tables },
  'monitor.statements': { request, answer: Statements },
  /** Creates pg_stat_statements in the database. */
  'monitor.createStatements': { request, answer: Statements },
  'monitor.logging': { request, answer: Logging },
  /** On, or back to what the database said before Rollcall, or to nothing of its own. */
  'monitor.setLogging': {
    request: z.strictObject({ connection: ConnectionId, name: LogSwitch, on: z.boolean() }),
    answer: Logging,
  },
} as const;
