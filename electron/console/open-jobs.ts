import { practiceConnection } from '../../shared/console/connection.ts';
import type { Job, JobState } from '../../shared/console/job.ts';
import type { Assignment, FromWorker } from '../worker/messages.ts';
import type { Host } from './host.ts';
import { Jobs } from './jobs.ts';
import { letIn, type Parts, tellConnections } from './parts.ts';

type Done = Extract<FromWorker, { kind: 'done' }>;

const mostRecent = 8;

/** The jobs of a console: handed what they need, and what they leave put where it belongs. */
export function openJobs(parts: Parts): Jobs {
  const { host, tell } = parts;
  return new Jobs({
    assign: async (job) => assignmentOf(parts, job),
    done: (job, done) => takeOver(parts, job, done),
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
}

/** @throws RollcallError connection-unknown */
function assignmentOf({ host, connections, opened, samples }: Parts, job: Job): Assignment {
  if (job.kind === 'open') opened.forget();
  // The thread starts the practice server itself, whose port may be another each time.
  const named = 'connection' in job && job.connection !== practiceConnection;
  const target = named ? connections.targetOf(job.connection) : undefined;
  const snapshot = job.kind === 'examine' ? opened.known(job.path) : undefined;
  return {
    job,
    ...(target === undefined ? {} : { target }),
    version: host.version,
    opened: opened.snapshotFolder,
    ...(snapshot === undefined ? {} : { snapshot }),
    samples,
  };
}

async function takeOver(parts: Parts, job: Job, done: Done): Promise<void> {
  const { result, opened: file } = done;
  if (done.practice !== undefined || result.kind === 'practice') await takeOverPractice(parts, done.practice);
  if (job.kind === 'check connection' && result.kind === job.kind) {
    const login = result.checks.find(({ check }) => check === 'logged in');
    if (login?.outcome === 'passed') await letIn(parts, job.connection);
  }
  if (file === undefined) return;
  if (job.kind === 'examine') parts.opened.learn(job.path, file);
  if (job.kind !== 'open' || result.kind !== 'open') return;
  parts.opened.show(job.path, file, result.source);
  await addRecent(parts, job.path);
}

/** @param target undefined once it is stopped */
async function takeOverPractice(parts: Parts, target: Done['practice']): Promise<void> {
  parts.connections.setPractice(target);
  tellConnections(parts);
  if (target === undefined) await parts.live.forget(practiceConnection);
}

async function addRecent({ recent, tell }: Parts, path: string): Promise<void> {
  const others = recent.value.filter((one) => one.path !== path);
  await recent.set([{ path, openedAt: new Date().toISOString() }, ...others].slice(0, mostRecent));
  tell({ kind: 'recent', recent: recent.value });
}

/** A run that was cancelled needs no notice: whoever did it knows. */
function notifyOfEnd(host: Host, state: JobState): void {
  if (state.status === 'failed') host.notify('failed');
  if (state.status !== 'done' || state.result.kind !== 'move') return;
  const { outcome } = state.result.report;
  if (outcome === 'verified' || outcome === 'verified with quarantine') host.notify('arrived');
  else if (outcome !== 'cancelled') host.notify('failed');
}
