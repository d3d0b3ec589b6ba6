import type pg from 'pg';
import {
  type LogBefore,
  type Logging,
  type LogSetting,
  type LogSwitch,
  logSwitches,
} from '../../shared/monitor/logging.ts';
import { identifyDatabase, readLogging, setLogging } from '../core/monitor/logging.ts';
import { takeReading } from '../core/monitor/reading.ts';
import { createStatementStatistics, readStatements } from '../core/monitor/statements.ts';
import { readTables } from '../core/monitor/tables.ts';
import type { HandlersOf } from './ask.ts';
import type { LiveConnections } from './live-connections.ts';
import { LoggingMemory } from './logging-memory.ts';

/** What is done on the monitor's channels. */
export async function monitorHandlers(live: LiveConnections, folder: string): Promise<HandlersOf<'monitor'>> {
  const memory = await LoggingMemory.read(folder);
  const known = async (client: pg.Client): Promise<Known> => ({
    database: await identifyDatabase(client),
    logging: await readLogging(client),
  });
  const withBefore = ({ database, logging }: Known): Logging => {
    const settings = logging.settings.map((setting) => {
      const before = memory.of(database, setting.name);
      return before !== undefined && setting.on ? { ...setting, before } : setting;
    });
    return { ...logging, settings };
  };
  /** Remembered first, and not forgotten when it fails: a change may be made whose answer never came. */
  const switchOn = async (client: pg.Client, name: LogSwitch) => {
    const { database, logging } = await known(client);
    const setting = logging.settings.find((one) => one.name === name);
    if (setting === undefined || setting.on) return;
    await memory.keep(database, name, beforeOf(setting));
    await setLogging(client, name, logSwitches[name]);
  };
  const switchBack = async (client: pg.Client, name: LogSwitch) => {
    const database = await identifyDatabase(client);
    const before = memory.of(database, name);
    await setLogging(client, name, before?.kind === 'set' ? before.value : undefined);
    await memory.forget(database, name);
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
    'monitor.logging': ({ connection }) =>
      live.read(connection, 'monitor', async (client) => withBefore(await known(client))),
    'monitor.setLogging': ({ connection, name, on }) =>
      live.read(connection, 'monitor', async (client) => {
        await (on ? switchOn(client, name) : switchBack(client, name));
        return withBefore(await known(client));
      }),
  };
}

/** The log of a database, and which database that is. */
interface Known {
  readonly database: string;
  readonly logging: Logging;
}

function beforeOf({ here, everywhere }: LogSetting): LogBefore {
  if (here !== undefined) return { kind: 'set', value: here };
  return everywhere === undefined ? { kind: 'unset' } : { kind: 'unset', everywhere };
}
