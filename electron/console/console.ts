import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ConsoleEvent, type ConsoleState, RecentFile } from '../../shared/console/channels.ts';
import { type ConnectionId, practiceConnection } from '../../shared/console/connection.ts';
import type { Job, JobState } from '../../shared/console/job.ts';
import { beginning, type Line } from '../../shared/console/line.ts';
import { defaultSettings, Settings } from '../../shared/console/settings.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import { Scenario } from '../../shared/load-test.ts';
import type { Target } from '../../shared/target.ts';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';
import { embeddedStatus } from '../core/embedded/embedded.ts';
import { readIndexes } from '../core/indexes/read-indexes.ts';
import { answerFindings } from '../core/plan/answer.ts';
import { planSql } from '../core/plan/plan-sql.ts';
import { builtInScenarios } from '../core/scenarios/built-in.ts';
import type { Assignment, FromWorker, Opened } from '../worker/messages.ts';
import { type Handlers, handleBy } from './ask.ts';
import { Connections } from './connections.ts';
import { previewEnv, writeEnv } from './env-file.ts';
import { envUrl } from './env-url.ts';
import { listFiles } from './files.ts';
import type { Host } from './host.ts';
import { Jobs } from './jobs.ts';
import { KeptLoads } from './kept-loads.ts';
import { LiveConnections } from './live-connections.ts';
import { monitorHandlers } from './monitor.ts';
import { OpenedFolder } from './opened-folder.ts';
import { OpenedRows } from './opened-rows.ts';
import { PastRuns } from './past-runs.ts';
import { Roots } from './roots.ts';
import { saveRun } from './save-run.ts';
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
  /** Of the runs of the past, for doors that serve them as pages. */
  readonly runs: PastRuns;
  /** Cancels what runs, and waits for its end. */
  readonly close: () => Promise<void>;
}

const mostRecent = 8;

/** Opens the console with what this person left in the host's folder. */
export async function openConsole(host: Host): Promise<Console> {
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const tell = (event: ConsoleEvent) => {
    for (const heard of listeners) heard(event);
  };
  const samples = join(host.folder, 'samples');
  const opened = await OpenedFolder.make(join(host.folder, 'opened'));
  const connections = await Connections.read(host.folder, host.keychain);
  const settings = await Stored.read(join(host.folder, 'settings.json'), Settings, defaultSettings);
  const recent = await Stored.read(join(host.folder, 'recent.json'), z.array(RecentFile), []);
  const scenarios = await Stored.read(join(host.folder, 'scenarios.json'), z.array(Scenario), []);
  const rows = new OpenedRows();
  const runs = new PastRuns();
  const loads = new KeptLoads();
  let line: Line = beginning;
  let open: { readonly path: string; readonly file: Opened } | undefined;
  /** Opened before a window was there to hear of it. */
  let early: string | undefined;
  let heard = false;

  const allow = async (path: string): Promise<string> => {
    const roots = host.roots && (await Roots.of([...host.roots, samples]));
    return roots ? await roots.require(path) : path;
  };
  const tellConnections = () => tell({ kind: 'connections', connections: connections.all });

  const letIn = async (id: ConnectionId) => {
    if (await connections.letIn(id)) tellConnections();
  };

  const live = new LiveConnections(async (id) => {
    const target = id === practiceConnection ? await runningPractice() : connections.targetOf(id);
    if (target === undefined) throw rollcallError('practice-not-started', {});
    return target;
  }, letIn);

  const assign = async (job: Job): Promise<Assignment> => {
    if (job.kind === 'open') {
      rows.close();
      open = undefined;
    }
    // The thread starts the practice server itself, whose port may be another each time.
    const named = 'connection' in job && job.connection !== practiceConnection;
    const target = named ? connections.targetOf(job.connection) : undefined;
    return {
      job,
      ...(target === undefined ? {} : { target }),
      version: host.version,
      opened: opened.file,
      ...(job.kind === 'examine' && open?.path === job.path ? { snapshot: open.file } : {}),
      samples,
    };
  };
  const done = async (job: Job, { result, practice, opened }: Done) => {
    if (practice !== undefined || result.kind === 'practice') {
      connections.setPractice(practice);
      tellConnections();
      if (practice === undefined) await live.forget(practiceConnection);
    }
    if (job.kind === 'check connection' && result.kind === job.kind) {
      const login = result.checks.find(({ check }) => check === 'logged in');
      if (login?.outcome === 'passed') await letIn(job.connection);
    }
    if ((job.kind !== 'open' && job.kind !== 'examine') || opened === undefined) return;
    open = { path: job.path, file: opened };
    if (result.kind !== 'open') return;
    rows.open(opened.snapshot, result.source, opened.renamed);
    const others = recent.value.filter(({ path }) => path !== job.path);
    const now = { path: job.path, openedAt: new Date().toISOString() };
    await recent.set([now, ...others].slice(0, mostRecent));
    tell({ kind: 'recent', recent: recent.value });
  };
  const jobs = new Jobs({
    assign,
    done,
    changed: (state) => {
      tell({ kind: 'job', job: state });
      if (state.status !== 'waiting') host.showProgress(state.status === 'running' ? 0 : undefined);
      if (state.job.kind === 'move') notifyOfEnd(host, state);
    },
    progressed: (id, change) => {
      tell({ kind: 'job change', id, change });
      if (change.progress) host.showProgress(change.progress.fraction);
    },
  });

  const state = (): ConsoleState => ({
    version: host.version,
    door: host.door,
    keychain: host.keychain !== undefined,
    folder: rollcallDataFolder(),
    line,
    jobs: jobs.states,
    connections: connections.all,
    recent: recent.value,
    settings: settings.value,
  });

  const handlers: Handlers = {
    'console.state': () => {
      heard = true;
      const path = early;
      early = undefined;
      if (path !== undefined) setImmediate(() => tell({ kind: 'open file', path }));
      return state();
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
      if ('path' in job) await allow(job.path);
      return { id: jobs.start(job) };
    },
    'job.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },
    'files.pick': async ({ what }) => {
      const path = await host.dialogs?.pick(what);
      return path === undefined ? {} : { path };
    },
    'files.list': async ({ folder }) =>
      listFiles(folder ?? homedir(), await Roots.of([...(host.roots ?? [homedir()]), samples])),
    'source.rows': async ({ path, table, from, count }) => {
      if (open?.path !== path) throw rollcallError('nothing-open', {});
      return { rows: await rows.read(table, from, count) };
    },
    'connection.save': async (draft) => {
      if (draft.at.kind === 'env') await allow(draft.at.path);
      const saved = await connections.save(draft);
      tellConnections();
      return saved;
    },
    'connection.remove': async ({ id }) => {
      await connections.remove(id);
      tellConnections();
      await live.forget(id);
      return {};
    },
    'plan.answer': ({ plan, base, choices }) => answerFindings(plan, base, choices),
    'plan.sql': ({ plan, schema }) => ({ sql: planSql(plan, schema) }),
    'runs.list': async () => ({ runs: await runs.list() }),
    'runs.report': ({ runId }) => runs.report(runId),
    'runs.quarantine': ({ runId, from, count }) => runs.quarantine(runId, from, count),
    'runs.save': ({ runId, as, language }) => saveRun(runs, host.dialogs, { runId, as, language }),
    'files.save': async ({ name, base64 }) => {
      const path = await host.dialogs?.save(name, Buffer.from(base64, 'base64'));
      return path === undefined ? {} : { path };
    },
    'loads.list': async () => ({ loads: await loads.list() }),
    'loads.report': ({ id }) => loads.report(id),
    'loads.remove': async ({ id }) => {
      await loads.remove(id);
      return {};
    },
    'scenarios.list': () => ({ builtIn: [...builtInScenarios], own: scenarios.value }),
    'scenarios.save': async (scenario) => {
      const others = scenarios.value.filter(({ name }) => name !== scenario.name);
      await scenarios.set([...others, scenario]);
      return {};
    },
    'scenarios.remove': async ({ name }) => {
      await scenarios.set(scenarios.value.filter((scenario) => scenario.name !== name));
      return {};
    },
    'runs.remove': async ({ runId }) => {
      await runs.remove(runId);
      return {};
    },
    'indexes.read': ({ connection, schema }) =>
      live.read(connection, 'indexes', (client, target) => readIndexes(client, target, schema)),
    'env.preview': async ({ path, connection, driver }) =>
      previewEnv(await allow(path), envUrl(connections.targetOf(connection), driver)),
    'env.write': async ({ path, connection, driver }) =>
      writeEnv(await allow(path), envUrl(connections.targetOf(connection), driver)),
    'links.open': async ({ link }) => {
      await host.openLink?.(link);
      return {};
    },
    'words.set': (words) => {
      host.speak?.(words);
      return {};
    },
    ...(await monitorHandlers(live, host.folder)),
    'updates.check': async () => (await host.checkForUpdate?.()) ?? { kind: 'not here' },
  };

  return {
    ask: handleBy(handlers),
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
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
      rows.close();
      await opened.remove();
    },
  };
}

/** A look at the practice server doesn't start it; others may have. */
async function runningPractice(): Promise<Target | undefined> {
  const status = await embeddedStatus();
  return status.state === 'running' ? status.target : undefined;
}

type Done = Extract<FromWorker, { kind: 'done' }>;

/** A run that was cancelled needs no notice: whoever did it knows. */
function notifyOfEnd(host: Host, state: JobState): void {
  if (state.status === 'failed') host.notify('failed');
  if (state.status !== 'done' || state.result.kind !== 'move') return;
  const { outcome } = state.result.report;
  if (outcome === 'verified' || outcome === 'verified with quarantine') host.notify('arrived');
  else if (outcome !== 'cancelled') host.notify('failed');
}
