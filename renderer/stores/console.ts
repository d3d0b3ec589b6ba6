import { create } from 'zustand';
import type { ConsoleEvent, ConsoleState } from '../../shared/console/channels.ts';
import { type Job, type JobState, withChange } from '../../shared/console/job.ts';
import type { Line, Step } from '../../shared/console/line.ts';
import type { Settings } from '../../shared/console/settings.ts';
import type { ErrorReport } from '../../shared/errors/index.ts';
import { ask, listen, reportOf } from '../api/console.ts';

/** What this window knows of the console, kept up to date by its events. */
interface ConsoleStore {
  /** Undefined until the console has answered for the first time. */
  readonly console: ConsoleState | undefined;
  /** False while a browser's way to the console is broken. */
  readonly connected: boolean;
  /** Of the last thing asked for that nobody waits for. */
  readonly trouble: ErrorReport | undefined;
  readonly refresh: () => Promise<void>;
  readonly setLine: (change: Partial<Line>) => Promise<void>;
  readonly goTo: (step: Step) => Promise<void>;
  readonly setSettings: (settings: Settings) => Promise<void>;
  readonly startJob: (job: Job) => Promise<void>;
  readonly cancelJob: (id: string) => Promise<void>;
}

/**
 * Lines of this window that the console hasn't answered yet. Until it has, what it tells is older than what is shown
 * here; the answer comes after all that was told before it.
 */
let unanswered = 0;

export const useConsole = create<ConsoleStore>()((set, get) => {
  /** What goes wrong where nobody waits is shown all the same. */
  const noticing = async (asked: () => Promise<unknown>) => {
    try {
      await asked();
    } catch (error) {
      set({ trouble: reportOf(error) });
    }
  };
  return {
    console: undefined,
    connected: true,
    trouble: undefined,
    refresh: () => noticing(async () => set({ console: await ask('console.state', {}), connected: true })),
    setLine: async (change) => {
      const { console } = get();
      if (console === undefined) return;
      const line = { ...console.line, ...change };
      set({ console: { ...console, line }, trouble: undefined });
      unanswered += 1;
      await noticing(() => ask('line.set', line));
      unanswered -= 1;
    },
    goTo: async (step) => get().setLine({ step }),
    setSettings: async (settings) => {
      const { console } = get();
      if (console) set({ console: { ...console, settings } });
      await noticing(() => ask('settings.set', settings));
    },
    startJob: (job) => noticing(() => ask('job.start', job)),
    cancelJob: (id) => noticing(() => ask('job.cancel', { id })),
  };
});

/**
 * Follows the console's events from now on.
 *
 * @param ended hears of each job that ended well, and of those that had when the window was loaded
 */
export function followConsole(openFile: (path: string) => void, ended: (job: JobState) => void): () => void {
  const { refresh } = useConsole.getState();
  const readAnew = async () => {
    await refresh();
    for (const job of useConsole.getState().console?.jobs ?? []) if (job.status === 'done') ended(job);
  };
  void readAnew();
  return listen((event) => {
    const { console } = useConsole.getState();
    if (event.kind === 'reconnected') return void readAnew();
    if (event.kind === 'lost') return useConsole.setState({ connected: false });
    if (event.kind === 'open file') return openFile(event.path);
    if (console === undefined || (event.kind === 'line' && unanswered > 0)) return;
    useConsole.setState({ console: { ...console, ...changedBy(event, console) } });
    if (event.kind === 'job' && event.job.status === 'done') ended(event.job);
  });
}

type Change = Extract<ConsoleEvent, { kind: 'line' | 'job' | 'job change' | 'connections' | 'recent' }>;

function changedBy(event: Change, console: ConsoleState): Partial<ConsoleState> {
  switch (event.kind) {
    case 'line':
      return { line: event.line };
    case 'connections':
      return { connections: event.connections };
    case 'recent':
      return { recent: event.recent };
    case 'job change':
      return {
        jobs: console.jobs.map((job) =>
          job.id === event.id && job.status === 'running' ? withChange(job, event.change) : job,
        ),
      };
    case 'job': {
      const known = console.jobs.some(({ id }) => id === event.job.id);
      return {
        jobs: known
          ? console.jobs.map((job) => (job.id === event.job.id ? event.job : job))
          : [...console.jobs, event.job],
      };
    }
  }
}

/** The newest job of a kind that fits, as it is now. */
export function useJob<Kind extends Job['kind']>(
  kind: Kind,
  fits: (job: Extract<Job, { kind: Kind }>) => boolean = () => true,
): JobState | undefined {
  return useConsole(({ console }) => console?.jobs.findLast(({ job }) => isOf(job, kind) && fits(job)));
}

/** The same for whoever only asks how it came out, and needn't hear ten times a second how far it is. */
export function useSettledJob(
  kind: Job['kind'],
): Exclude<JobState, { status: 'running' | 'waiting' }> | 'under way' | undefined {
  return useConsole(({ console }) => {
    const state = console?.jobs.findLast(({ job }) => job.kind === kind);
    return state?.status === 'running' || state?.status === 'waiting' ? 'under way' : state;
  });
}

function isOf<Kind extends Job['kind']>(job: Job, kind: Kind): job is Extract<Job, { kind: Kind }> {
  return job.kind === kind;
}
