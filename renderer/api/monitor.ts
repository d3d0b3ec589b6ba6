import type { ConnectionId } from '../../shared/console/connection.ts';
import type { MonitorQuestions } from '../stores/monitor.ts';
import { ask, reportOf } from './console.ts';

/** What the monitor asks of a server. */
export function questionsTo(connection: ConnectionId): MonitorQuestions {
  return {
    reading: () => ask('monitor.read', { connection }),
    tables: () => ask('monitor.tables', { connection }),
    statements: () => ask('monitor.statements', { connection }),
    reportOf,
  };
}
