import type { WorkerOptions } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { Job, JobState } from '../../shared/console/job.ts';
import { Jobs } from './jobs.ts';

/** What runs in the thread of a job instead of the job. */
const fate = vi.hoisted(() => ({ script: '' }));
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>();
  class DoomedWorker extends threads.Worker {
    constructor(_: URL, options: WorkerOptions) {
      const resourceLimits = { ...options.resourceLimits, maxOldGenerationSizeMb: 16 };
      super(fate.script, { ...options, resourceLimits, eval: true });
    }
  }
  return { ...threads, Worker: DoomedWorker };
});

const job = { kind: 'sample', students: 1, dirty: false } as const satisfies Job;

async function endOf(script: string): Promise<JobState[]> {
  fate.script = script;
  const ended = Promise.withResolvers<void>();
  const told: JobState[] = [];
  const jobs = new Jobs({
    assign: async () => ({ job, opened: '', samples: '', version: '' }),
    done: async () => undefined,
    progressed: () => undefined,
    changed: (state) => {
      told.push(state);
      // The second one, which waited for the first.
      if (told.filter(({ status }) => status === 'failed').length === 2) ended.resolve();
    },
  });
  jobs.start(job);
  jobs.start({ ...job, dirty: true });
  await ended.promise;
  expect(jobs.running).toBeUndefined();
  return told.filter(({ status }) => status === 'failed');
}

test.each([
  ['ends without a word', 'process.exit(1)', 'job-lost'],
  ['throws', "throw new Error('a pointer went astray')", 'unexpected'],
  [
    'fills its memory',
    'const all = []; for (;;) all.push(new Array(100_000).fill(1.5))',
    'job-out-of-memory',
  ],
])('a thread that %s ends its job with two sentences, and the next one begins', async (_, script, code) => {
  const failed = { error: { code, what: expect.any(String), todo: expect.any(String) } };
  expect(await endOf(script)).toMatchObject([failed, failed]);
});
