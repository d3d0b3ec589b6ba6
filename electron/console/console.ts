import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type Answer,
  type Channel,
  type ConsoleEvent,
  type ConsoleState,
  channels,
  type Request,
} from '../../shared/console/channels.ts';
import type { Job, JobState } from '../../shared/console/job.ts';
import { beginning, type Line } from '../../shared/console/line.ts';
import { defaultSettings, Settings } from '../../shared/console/settings.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import { answerFinding } from '../core/plan/answer.ts';
import type { Assignment } from '../worker/messages.ts';
import { Connections } from './connections.ts';
import { previewEnv, writeEnv } from './env-file.ts';
import { listFiles } from './files.ts';
import type { Host } from './host.ts';
import { Jobs } from './jobs.ts';
import { OpenedRows } from './opened-rows.ts';
import { listRuns, readQuarantine, readQuarantineCsv, readReport, readReportPage } from './past-runs.ts';
import { Stored } from './stored.ts';

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
  /** Cancels what runs, and waits for its end. */
  readonly close: () => Promise<void>;
}

const Recent = z.array(z.strictObject({ path: z.string(), openedAt: z.iso.datetime() }));
const mostRecent = 8;

/** Opens the console with what this person left in the host's folder. */
export async function openConsole(host: Host): Promise<Console> {
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const tell = (event: ConsoleEvent) => {
    for (const heard of listeners) heard(event);
  };
  const opened = join(host.folder, 'opened', String(process.pid));
  const connections = await Connections.read(host.folder, host.keychain);
  const settings = await Stored.read(join(host.folder, 'settings.json'), Settings, defaultSettings);
  const recent = await Stored.read(join(host.folder, 'recent.json'), Recent, []);
  const rows = new OpenedRows();
  let line: Line = beginning;

  const jobs = new Jobs({
    assign: async (job) => {
      if (job.kind === 'open') rows.close();
      return { job, ...targetFor(job, connections), opened, samples: join(host.folder, 'samples') };
    },
    changed: (state) => {
      tell({ kind: 'job', job: state });
      showProgress(host, state);
    },
    done: async (job, { result, practice, snapshot }) => {
      if (result.kind === 'practice' && result.connection && practice) {
        connections.setPractice(result.connection, practice);
        tell({ kind: 'connections', connections: connections.all });
      }
      if (job.kind !== 'open' || result.kind !== 'open' || snapshot === undefined) return;
      rows.open(snapshot, result.source);
      const others = recent.value.filter(({ path }) => path !== job.path);
      const now = { path: job.path, openedAt: new Date().toISOString() };
      await recent.set([now, ...others].slice(0, mostRecent));
    },
  });

  const state = (): ConsoleState => ({
    version: host.version,
    door: host.door,
    keychain: host.keychain !== undefined,
    line,
    jobs: jobs.states,
    connections: connections.all,
    recent: recent.value,
    settings: settings.value,
  });

  const handlers: { readonly [C in Channel]: (request: Request<C>) => Promise<Answer<C>> | Answer<C> } = {
    'console.state': state,
    'line.set': (wanted) => {
      line = wanted;
      return line;
    },
    'settings.set': async (wanted) => {
      await settings.set(wanted);
      return wanted;
    },
    'job.start': (job) => ({ id: jobs.start(job) }),
    'job.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },
    'files.pick': async () => {
      const path = await host.pickFile?.();
      return path === undefined ? {} : { path };
    },
    'files.list': ({ folder }) => listFiles(folder, homedir()),
    'source.rows': ({ table, from, count }) => ({ rows: rows.read(table, from, count) }),
    'connection.save': async (draft) => {
      const saved = await connections.save(draft);
      tell({ kind: 'connections', connections: connections.all });
      return saved;
    },
    'connection.remove': async ({ id }) => {
      await connections.remove(id);
      tell({ kind: 'connections', connections: connections.all });
      return {};
    },
    'plan.answer': ({ plan, finding, resolution }) => answerFinding(plan, finding, resolution),
    'plan.sql': ({ plan, schema }) => ({ sql: planSql(plan, schema) }),
    'runs.list': async () => ({ runs: await listRuns() }),
    'runs.report': ({ runId }) => readReport(runId),
    'runs.quarantine': ({ runId, from, count }) => readQuarantine(runId, from, count),
    'runs.page': async ({ runId }) => ({ html: await readReportPage(runId) }),
    'runs.csv': async ({ runId }) => ({ csv: await readQuarantineCsv(runId) }),
    'env.preview': ({ path, connection, driver }) => previewEnv(path, envTarget(connections, connection), driver),
    'env.write': ({ path, connection, driver }) => writeEnv(path, envTarget(connections, connection), driver),
  };

  return {
    ask: (channel, request) => answer(handlers, channel, request),
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    busy: () => jobs.running !== undefined,
    openFile: (path) => tell({ kind: 'open file', path }),
    close: async () => {
      await jobs.close();
      rows.close();
    },
  };
}
