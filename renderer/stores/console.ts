import { create } from 'zustand';
import type { ConsoleState } from '../../shared/console/channels.ts';
import type { Job, JobState } from '../../shared/console/job.ts';
import type { Line, Step } from '../../shared/console/line.ts';
import type { Settings } from '../../shared/console/settings.ts';
import { ask, listen } from '../api/console.ts';

/** What this window knows of the console, kept up to date by its events. */
interface ConsoleStore {
  /** Undefined until the console has answered for the first time. */
  readonly console: ConsoleState | undefined;
  readonly refresh: () => Promise<void>;
  readonly setLine: (change: Partial<Line>) => Promise<void>;
  readonly goTo: (step: Step) => Promise<void>;
  readonly setSettings: (settings: Settings) => Promise<void>;
  /** @returns the job's id */
  readonly startJob: (job: Job) => Promise<string>;
  readonly cancelJob: (id: string) => Promise<void>;
}

export const useConsole = create<ConsoleStore>()((set, get) => ({
  console: undefined,
  refresh: async () => set({ console: await ask('console.state', {}) }),
  setLine: async (change) => {
    const { console } = get();
    if (console === undefined) return;
    const line = { ...console.line, ...change };
    set({ console: { ...console, line } });
    await ask('line.set', line);
  },
  goTo: async (step) => get().setLine({ step }),
  setSettings: async (settings) => {
    const { console } = get();
    if (console) set({ console: { ...console, settings } });
    await ask('settings.set', settings);
  },
  startJob: async (job) => (await ask('job.start', job)).id,
  cancelJob: async (id) => {
    await ask('job.cancel', { id });
  },
}));

/** Follows the console's events from now on. */
export function followConsole(openFile: (path: string) => void): () => void {
  void useConsole.getState().refresh();
  return listen((event) => {
    const { console, refresh } = useConsole.getState();
    if (event.kind === 'reconnected') void refresh();
    else if (event.kind === 'open file') openFile(event.path);
    else if (console) useConsole.setState({ console: { ...console, ...changedBy(event, console) } });
  });
}

function changedBy(
  event: Extract<Parameters<Parameters<typeof listen>[0]>[0], { kind: 'job' | 'line' | 'connections' }>,
  console: ConsoleState,
): Partial<ConsoleState> {
  if (event.kind === 'line') return { line: event.line };
  if (event.kind === 'connections') return { connections: event.connections };
  const others = console.jobs.filter(({ id }) => id !== event.job.id);
  return { jobs: [...others, event.job] };
}

/** The newest job of a kind that fits, as it is now. */
export function useJob<Kind extends Job['kind']>(
  kind: Kind,
  fits: (job: Extract<Job, { kind: Kind }>) => boolean = () => true,
): JobState | undefined {
  return useConsole(({ console }) =>
    console?.jobs.findLast(({ job }) => isOf(job, kind) && fits(job)),
  );
}

function isOf<Kind extends Job['kind']>(job: Job, kind: Kind): job is Extract<Job, { kind: Kind }> {
  return job.kind === kind;
}
