import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Job, JobState } from '../../shared/console/job.ts';
import { reportError, rollcallError } from '../../shared/errors/index.ts';
import type { ProgressEvent } from '../../shared/progress.ts';
import type { Assignment, FromWorker, ToWorker } from '../worker/messages.ts';

type Running = Extract<JobState, { status: 'running' }>;
type Done = Extract<FromWorker, { kind: 'done' }>;

export interface JobsOptions {
  /** What a job needs besides what the window said. */
  readonly assign: (job: Job) => Promise<Assignment>;
  /** Hears each change of a job. */
  readonly changed: (state: JobState) => void;
  /** Hears what a finished job left for the main process. */
  readonly done: (job: Job, done: Done) => Promise<void>;
}

/** Finished jobs that are remembered, so that a window that was reloaded sees how they ended. */
const remembered = 20;
const logLines = 100;

/** Long work, one job at a time in a thread of its own; a second one waits. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #states = new Map<string, JobState>();
  readonly #waiting: string[] = [];
  #worker: { readonly id: string; readonly thread: Worker } | undefined;
  #current: Promise<void> | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** All that run or wait, and the last that ended, oldest first. */
  get states(): JobState[] {
    return [...this.#states.values()];
  }

  get running(): Running | undefined {
    return this.states.find((state) => state.status === 'running');
  }

  start(job: Job): string {
    const id = randomUUID();
    this.#set({ id, job, status: 'waiting' });
    this.#waiting.push(id);
    this.#next();
    return id;
  }

  /** @throws RollcallError job-unknown when it has ended, or never was */
  cancel(id: string): void {
    const state = this.#states.get(id);
    if (state?.status === 'waiting') {
      this.#waiting.splice(this.#waiting.indexOf(id), 1);
      this.#set({ id, job: state.job, status: 'cancelled' });
    } else if (this.#worker?.id === id) {
      const cancel: ToWorker = { kind: 'cancel' };
      this.#worker.thread.postMessage(cancel);
    } else if (state?.status !== 'running') throw rollcallError('job-unknown', {});
  }

  /** Cancels everything and waits until nothing runs. */
  async close(): Promise<void> {
    for (const { id, status } of this.states) {
      if (status === 'waiting' || status === 'running') this.cancel(id);
    }
    await this.#current;
  }

  #next(): void {
    if (this.#current) return;
    const id = this.#waiting.shift();
    const state = id === undefined ? undefined : this.#states.get(id);
    if (id === undefined || state === undefined) return;
    this.#set({
      id,
      job: state.job,
      status: 'running',
      startedAt: new Date().toISOString(),
      log: [],
      checks: [],
    });
    this.#current = this.#run(id, state.job).then((ended) => {
      this.#worker = undefined;
      this.#current = undefined;
      this.#set(ended);
      this.#next();
    });
  }

  async #run(id: string, job: Job): Promise<JobState> {
    try {
      const thread = new Worker(new URL('../worker/job-worker.ts', import.meta.url), {
        workerData: await this.#options.assign(job),
        // As scripts/run.mjs has it: short-lived texts by the million.
        resourceLimits: { maxYoungGenerationSizeMb: 6 },
      });
      this.#worker = { id, thread };
      const last = await this.#listen(id, thread);
      if (last.kind === 'cancelled') return { id, job, status: 'cancelled' };
      if (last.kind === 'failed') return { id, job, status: 'failed', error: last.error };
      await this.#options.done(job, last);
      return { id, job, status: 'done', result: last.result };
    } catch (error) {
      return { id, job, status: 'failed', error: reportError(error) };
    }
  }

  /** Settles with the thread's last word, once it has ended. */
  #listen(id: string, thread: Worker): Promise<Exclude<FromWorker, { kind: 'progress' | 'check' }>> {
    return new Promise((resolve, reject) => {
      let last: Exclude<FromWorker, { kind: 'progress' | 'check' }> | undefined;
      thread.on('message', (message: FromWorker) => {
        if (message.kind === 'progress') this.#progress(id, message.progress);
        else if (message.kind === 'check') this.#change(id, (now) => ({ checks: [...now.checks, message.check] }));
        else last = message;
      });
      thread.once('error', reject);
      thread.once('exit', () => {
        if (last) resolve(last);
        else reject(rollcallError('job-lost', {}));
      });
    });
  }

  #progress(id: string, progress: ProgressEvent): void {
    this.#change(id, ({ log }) => {
      const before = log.at(-1);
      const { stage, table } = progress;
      const isNew = before?.stage !== stage || (table !== undefined && before.table !== table);
      const line = { at: new Date().toISOString(), stage, ...(table === undefined ? {} : { table }) };
      return { progress, log: isNew ? [...log, line].slice(-logLines) : log };
    });
  }

  #change(id: string, change: (now: Running) => Partial<Running>): void {
    const state = this.#states.get(id);
    if (state?.status === 'running') this.#set({ ...state, ...change(state) });
  }

  #set(state: JobState): void {
    this.#states.set(state.id, state);
    const ended = this.states.filter(({ status }) => status !== 'waiting' && status !== 'running');
    for (const { id } of ended.slice(0, -remembered)) this.#states.delete(id);
    this.#options.changed(state);
  }
}
