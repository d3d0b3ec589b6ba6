import type { ConnectionId } from '../../shared/console/connection.ts';
import { type Logging, type LogSwitch, logSwitches } from '../../shared/monitor/logging.ts';
import { readLogging, setLogging } from '../core/monitor/logging.ts';
import { takeReading } from '../core/monitor/reading.ts';
import { createStatementStatistics, readStatements } from '../core/monitor/statements.ts';
import { readTables } from '../core/monitor/tables.ts';
import type { HandlersOf } from './ask.ts';
import type { LiveConnections } from './live-connections.ts';
import { LoggingMemory } from './logging-memory.ts';

/** What is done on the monitor's channels. */
export async function monitorHandlers(live: LiveConnections, folder: string): Promise<HandlersOf<'monitor'>> {
  const memory = await LoggingMemory.read(folder);
  const loggingOf = async (connection: ConnectionId): Promise<Logging> => {
    const logging = await live.read(connection, 'monitor', readLogging);
    const settings = logging.settings.map((setting) => {
      const before = memory.of(connection, setting.name);
      const isOurs = setting.here === logSwitches[setting.name];
      return before !== undefined && isOurs ? { ...setting, before } : setting;
    });
    return { ...logging, settings };
  };
  const change = (connection: ConnectionId, name: LogSwitch, value: string | undefined) =>
    live.read(connection, 'monitor', (client) => setLogging(client, name, value));
  /** Remembered first, so that the way back is known whatever happens in between. */
  const switchOn = async (connection: ConnectionId, name: LogSwitch) => {
    const { settings } = await live.read(connection, 'monitor', readLogging);
    const here = settings.find((setting) => setting.name === name)?.here;
    if (here === logSwitches[name]) return;
    await memory.keep(
      connection,
      name,
      here === undefined ? { kind: 'unset' } : { kind: 'set', value: here },
    );
    try {
      await change(connection, name, logSwitches[name]);
    } catch (error) {
      await memory.forget(connection, name);
      throw error;
    }
  };
  const switchBack = async (connection: ConnectionId, name: LogSwitch) => {
    const before = memory.of(connection, name);
    await change(connection, name, before?.kind === 'set' ? before.value : undefined);
    await memory.forget(connection, name);
  };
  return {
    'monitor.read': ({ connection }) => live.read(connection, 'monitor', takeReading),
    'monitor.tables': ({ connection }) => live.read(connection, 'monitor', readTables),
    'monitor.statements': ({ connection }) => live.read(connection, 'monitor', readStatements),
    'monitor.createStatements': ({ connection }) =>
      live.read(connection, 'monitor', async (client) => {
        await createStatementStatistics(client);
        return readStatements(client);
      }),
    'monitor.logging': ({ connection }) => loggingOf(connection),
    'monitor.setLogging': async ({ connection, name, on }) => {
      await (on ? switchOn(connection, name) : switchBack(connection, name));
      return loggingOf(connection);
    },
  };
}
