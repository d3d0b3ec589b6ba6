import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Job, type JobChange, type JobState, withChange } from '../../shared/console/job.ts';
import { reportError, rollcallError } from '../../shared/errors/index.ts';
import type { Assignment, FromWorker, ToWorker } from '../worker/messages.ts';
import { JobProgress } from './job-progress.ts';

type Running = Extract<JobState, { status: 'running' }>;
type Done = Extract<FromWorker, { kind: 'done' }>;
type LastWord = Exclude<FromWorker, { kind: 'progress' | 'check' | 'load' | 'room' | 'building' }>;

export interface JobsOptions {
  /** What a job needs besides what the window said. */
  readonly assign: (job: Job) => Promise<Assignment>;
  /** Hears when a job begins to wait, begins, and ends. */
  readonly changed: (state: JobState) => void;
  /** Hears what is new in a running job. */
  readonly progressed: (id: string, change: JobChange) => void;
  /** Hears what a finished job left for the main process. */
  readonly done: (job: Job, done: Done) => Promise<void>;
}

/** Long work, one job at a time in a thread of its own; a second one waits. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #states = new Map<string, JobState>();
  readonly #waiting: string[] = [];
  #worker: { readonly id: string; readonly thread: Worker } | undefined;
  #current: Promise<void> | undefined;
  /** Running jobs that were cancelled, maybe before they had their thread. */
  readonly #cancelled = new Set<string>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** All that run or wait, and the last of each kind that ended, oldest first. */
  get states(): JobState[] {
    return [...this.#states.values()];
  }

  get running(): Running | undefined {
    return this.states.find((state) => state.status === 'running');
  }

  /** What is asked for again before it has ended, as by a double click or in a second window, is done once. */
  start(job: Job): string {
    const same = this.states.find((state) => !hasEnded(state.status) && isDeepStrictEqual(state.job, job));
    if (same !== undefined) return same.id;
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
    } else if (state?.status === 'running') {
      this.#cancelled.add(id);
      this.#passCancelOn(id);
    } else throw rollcallError('job-unknown', {});
  }

  #passCancelOn(id: string): void {
    const cancel: ToWorker = { kind: 'cancel' };
    if (this.#cancelled.has(id) && this.#worker?.id === id) this.#worker.thread.postMessage(cancel);
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
      tables: tablesOf(state.job),
      rates: [],
      loads: [],
    });
    this.#current = this.#run(id, state.job).then((ended) => {
      this.#worker = undefined;
      this.#cancelled.delete(id);
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
      this.#passCancelOn(id);
      const last = await this.#listen(id, job, thread);
      if (last.kind === 'cancelled') return { id, job, status: 'cancelled' };
      if (last.kind === 'failed') return { id, job, status: 'failed', error: last.error };
      await this.#options.done(job, last);
      return { id, job, status: 'done', result: last.result };
    } catch (error) {
      return { id, job, status: 'failed', error: reportError(error) };
    }
  }

  /** Settles with the thread's last word, once it has ended. */
  #listen(id: string, job: Job, thread: Worker): Promise<LastWord> {
    const progress = new JobProgress(tablesOf(job));
    return new Promise((resolve, reject) => {
      let last: LastWord | undefined;
      thread.on('message', (message: FromWorker) => {
        if (message.kind === 'progress') this.#change(id, progress.changeBy(message.progress));
        else if (message.kind === 'check') this.#change(id, { check: message.check });
        else if (message.kind === 'room') this.#change(id, { room: message.room });
        else if (message.kind === 'load') this.#change(id, { load: message.load });
        else if (message.kind === 'building') this.#change(id, { building: message.step });
        else last = message;
      });
      thread.once('error', (error) =>
        reject(isOutOfMemory(error) ? rollcallError('job-out-of-memory', {}, error) : error),
      );
      thread.once('exit', () => {
        if (last) resolve(last);
        else reject(rollcallError('job-lost', {}));
      });
    });
  }

  #change(id: string, change: JobChange): void {
    const state = this.#states.get(id);
    if (state?.status !== 'running') return;
    this.#states.set(id, withChange(state, change));
    this.#options.progressed(id, change);
  }

  #set(state: JobState): void {
    this.#forgetEarlier(state);
    this.#states.set(state.id, state);
    this.#options.changed(state);
  }

  /** How a job ended is remembered until the next of its kind ends, for windows that are reloaded meanwhile. */
  #forgetEarlier({ id, status, job: { kind } }: JobState): void {
    if (!hasEnded(status)) return;
    for (const other of this.states) {
      if (other.id !== id && other.job.kind === kind && hasEnded(other.status)) this.#states.delete(other.id);
    }
  }
}

/** Node ends a thread whose heap is full, and leaves the process alone. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function hasEnded(status: JobState['status']): boolean {
  return status !== 'waiting' && status !== 'running';
}

function tablesOf(job: Job): Running['tables'] {
  return job.kind === 'move'
    ? job.plan.tables.map(({ name, rows }) => ({ table: name, rows: 0, totalRows: rows }))
    : [];
}
