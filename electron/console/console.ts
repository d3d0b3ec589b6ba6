import type { ConsoleEvent } from '../../shared/console/channels.ts';
import { beginning, type Line } from '../../shared/console/line.ts';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';
import { readIndexes } from '../core/indexes/read-indexes.ts';
import { answerFindings } from '../core/plan/answer.ts';
import { planSql } from '../core/plan/plan-sql.ts';
import { type Handlers, handleBy } from './ask.ts';
import { connectionHandlers } from './connection-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import type { Host } from './host.ts';
import { monitorHandlers } from './monitor-handlers.ts';
import { openJobs } from './open-jobs.ts';
import { allowPath, openParts } from './parts.ts';
import type { PastRuns } from './past-runs.ts';

/** The one console behind every door: what it is asked by channel it answers, and what happens it tells. */
export interface Console {
  /**
   * Answers a request of a window; both are checked by the channel's schemas.
   *
   * @throws RollcallError request-invalid, and whatever the channel's work throws
   */
  readonly ask: (channel: string, request: unknown) => Promise<unknown>;
  /** @returns stops telling */
  readonly listen: (heard: (event: ConsoleEvent) => void) => () => void;
  /** Whether work is under way that would be lost. */
  readonly busy: () => boolean;
  /** A file was dropped on the icon, or opened with the application. */
  readonly openFile: (path: string) => void;
  /** Of the runs of the past, for doors that serve them as pages. */
  readonly runs: PastRuns;
  /** Cancels what runs, and waits for its end. */
  readonly close: () => Promise<void>;
}

/** Opens the console with what this person left in the host's folder. */
export async function openConsole(host: Host): Promise<Console> {
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const tell = (event: ConsoleEvent) => {
    for (const heard of listeners) heard(event);
  };
  const parts = await openParts(host, tell);
  const { connections, live, opened, recent, settings, runs } = parts;
  const jobs = openJobs(parts);
  let line: Line = beginning;
  /** Opened before a window was there to hear of it. */
  let early: string | undefined;
  let heard = false;

  const handlers: Handlers = {
    'console.state': () => {
      heard = true;
      const path = early;
      early = undefined;
      if (path !== undefined) setImmediate(() => tell({ kind: 'open file', path }));
      return {
        version: host.version,
        door: host.door,
        keychain: host.keychain !== undefined,
        folder: rollcallDataFolder(),
        line,
        jobs: jobs.states,
        connections: connections.all,
        recent: recent.value,
        settings: settings.value,
      };
    },
    'line.set': (wanted) => {
      line = wanted;
      tell({ kind: 'line', line });
      return line;
    },
    'settings.set': async (wanted) => {
      await settings.set(wanted);
      return wanted;
    },
    'job.start': async (job) => {
      if ('path' in job) await allowPath(parts, job.path);
      return { id: jobs.start(job) };
    },
    'job.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },
    'plan.answer': ({ plan, base, choices }) => answerFindings(plan, base, choices),
    'plan.sql': ({ plan, schema }) => ({ sql: planSql(plan, schema) }),
    'indexes.read': ({ connection, schema }) =>
      live.read(connection, 'indexes', (client, target) => readIndexes(client, target, schema)),
    'links.open': async ({ link }) => {
      await host.openLink?.(link);
      return {};
    },
    'words.set': (words) => {
      host.speak?.(words);
      return {};
    },
    'updates.check': async () => (await host.checkForUpdate?.()) ?? { kind: 'not here' },
    ...connectionHandlers(parts),
    ...fileHandlers(parts),
    ...historyHandlers(parts),
    ...(await monitorHandlers(live, host.folder)),
  };

  return {
    ask: handleBy(handlers),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    busy: () => jobs.running !== undefined,
    openFile: (path) => {
      if (heard) tell({ kind: 'open file', path });
      else early = path;
    },
    runs,
    close: async () => {
      await jobs.close();
      await live.close();
      await opened.close();
    },
  };
}
