import { join } from 'node:path';
import { z } from 'zod';
import type { ConnectionId } from '../../shared/console/connection.ts';
import { LogBefore, type Logging, LogSwitch, logSwitches } from '../../shared/monitor/logging.ts';
import { readLogging, setLogging } from '../core/monitor/logging.ts';
import { takeReading } from '../core/monitor/reading.ts';
import { createStatementStatistics, readStatements } from '../core/monitor/statements.ts';
import { readTables } from '../core/monitor/tables.ts';
import type { Handlers } from './ask.ts';
import type { LiveConnections } from './live-connections.ts';
import { Stored } from './stored.ts';

/** What a database said of a switch before Rollcall changed it. */
const Remembered = z.strictObject({ connection: z.string(), name: LogSwitch, before: LogBefore });
type Remembered = z.infer<typeof Remembered>;

type MonitorHandlers = Pick<Handlers, Extract<keyof Handlers, `monitor.${string}`>>;

/** What is done on the monitor's channels. */
export async function monitorHandlers(live: LiveConnections, folder: string): Promise<MonitorHandlers> {
  const remembered = await Stored.read(join(folder, 'logging.json'), z.array(Remembered), []);
  const isOf = (connection: ConnectionId, name: LogSwitch) => (one: Remembered) =>
    one.connection === connection && one.name === name;
  const loggingOf = async (connection: ConnectionId): Promise<Logging> => {
    const logging = await live.read(connection, 'monitor', readLogging);
    const settings = logging.settings.map((setting) => {
      const known = remembered.value.find(isOf(connection, setting.name));
      return known === undefined ? setting : { ...setting, before: known.before };
    });
    return { ...logging, settings };
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
      const others = remembered.value.filter((one) => !isOf(connection, name)(one));
      const known = remembered.value.find(isOf(connection, name))?.before;
      if (on) {
        const { settings } = await live.read(connection, 'monitor', readLogging);
        const before = known ?? saidBy(settings.find((setting) => setting.name === name)?.here);
        await remembered.set([...others, { connection, name, before }]);
      }
      const back = known?.kind === 'set' ? known.value : undefined;
      await live.read(connection, 'monitor', (client) =>
        setLogging(client, name, on ? logSwitches[name] : back),
      );
      if (!on) await remembered.set(others);
      return loggingOf(connection);
    },
  };
}

function saidBy(here: string | undefined): LogBefore {
  return here === undefined ? { kind: 'unset' } : { kind: 'set', value: here };
}
