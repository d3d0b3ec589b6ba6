import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { practiceConnection } from '../../shared/console/connection.ts';
import type { Job, JobResult } from '../../shared/console/job.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { ProgressEvent, Stage, StageContext } from '../../shared/progress.ts';
import type { Target } from '../../shared/target.ts';
import { startEmbedded, stopEmbedded } from '../core/embedded/embedded.ts';
import { adviseIndexes } from '../core/indexes/advice/advise.ts';
import { changeIndex } from '../core/indexes/change-index.ts';
import { measureNamedIndexes } from '../core/indexes/effect.ts';
import { explainAsked } from '../core/indexes/explain/explain.ts';
import { checkTarget } from '../core/postgres/check-target.ts';
import { ensureDatabase } from '../core/postgres/database.ts';
import { newMemory } from '../core/preflight/memory.ts';
import { keptLoadTest } from '../core/run/kept-load-test.ts';
import { tryScenario } from '../core/run/load-fit.ts';
import { makePlan } from '../core/run/make-plan.ts';
import { migrate } from '../core/run/migrate.ts';
import { openFile } from '../core/run/open-file.ts';
import { Progress } from '../core/run/progress.ts';
import { makeFolder, withRunFolder, withScratchFolder } from '../core/run/run-folder.ts';
import { verify } from '../core/run/verify.ts';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import { builtInScenarios } from '../core/scenarios/built-in.ts';
import { type Assignment, type FromWorker, practiceOf } from './messages.ts';

export interface JobContext {
  readonly signal: AbortSignal;
  readonly tell: (message: FromWorker) => void;
}

type Done = Extract<FromWorker, { kind: 'done' }>;

/**
 * Runs a job to its end.
 *
 * @throws RollcallError, or the signal's reason
 */
export async function runJob(assignment: Assignment, { signal, tell }: JobContext): Promise<Done> {
  const { job } = assignment;
  const onProgress = (progress: ProgressEvent) => tell({ kind: 'progress', progress });
  const alone = (stage: Stage): StageContext => {
    const progress = new Progress(onProgress, [stage]);
    progress.enter(stage);
    return { signal, advance: progress.advance };
  };
  let practiced: Target | undefined;
  const done = (result: JobResult): Done => ({
    kind: 'done',
    result,
    ...(practiced === undefined ? {} : { practice: practiced }),
  });
  /** The practice server is started when it doesn't run. */
  const reach = async (connection: string): Promise<Target> => {
    if (connection !== practiceConnection) return targetOf(assignment);
    practiced = (await startEmbedded({ signal })).target;
    return practiced;
  };
  switch (job.kind) {
    case 'sample':
      return done(await sample(job, assignment.samples, alone('plan')));
    case 'open':
      return await open(job.path, assignment.opened, alone('snapshot'));
    case 'practice':
      return await practice(job.action, signal);
    case 'check connection': {
      const { schema, tables } = job;
      const target = await reach(job.connection);
      const checks = await checkTarget(
        target,
        { schema, tables },
        { signal, onCheck: (check) => tell({ kind: 'check', check }) },
      );
      return done({ kind: 'check connection', checks });
    }
    case 'create database': {
      const made = await ensureDatabase(await reach(job.connection), signal);
      return done({ kind: 'create database', created: made === 'created' });
    }
    case 'examine': {
      const { path, timezone, edit } = job;
      const { snapshot: opened } = assignment;
      const options = {
        ...(timezone === undefined ? {} : { timezone }),
        ...(edit === undefined ? {} : { edit }),
        ...(opened === undefined ? {} : { opened }),
      };
      const { findings, plan } = await withScratchFolder((folder) =>
        makePlan(path, { folder, ...options }, alone('preflight')),
      );
      return { ...done({ kind: 'examine', findings, plan }), ...(opened ? { opened } : {}) };
    }
    case 'move':
      return done(await move(job, await reach(job.connection), { signal, onProgress }));
    case 'verify': {
      const target = await reach(job.connection);
      const { path: source, schema } = job;
      const report = await withScratchFolder((folder) =>
        verify({ source, target, schema, folder }, { signal, onProgress }),
      );
      return done({ kind: 'verify', report });
    }
    case 'load test': {
      const { path: source, schema, options, own } = job;
      const target = await reach(job.connection);
      const { version } = assignment;
      const report = await keptLoadTest(
        { source, target, schema, options, scenarios: [...builtInScenarios, ...own], version },
        {
          signal,
          onProgress,
          onRoom: (room) => tell({ kind: 'room', room }),
          onLoad: (load) => tell({ kind: 'load', load }),
        },
      );
      return done({ kind: 'load test', report });
    }
    case 'try scenario': {
      const { path, schema, scenario } = job;
      const target = await reach(job.connection);
      const fit = await withScratchFolder((folder) =>
        tryScenario({ source: path, target, schema, folder, scenario }, alone('snapshot')),
      );
      return done({ kind: 'try scenario', fit });
    }
    case 'measure indexes': {
      const measured = await measureNamedIndexes(await reach(job.connection), job.schema, alone('index'));
      return done({ kind: 'measure indexes', measured });
    }
    case 'advise indexes': {
      const { schema, wanted } = job;
      const advice = await adviseIndexes(await reach(job.connection), schema, wanted, alone('index'));
      return done({ kind: 'advise indexes', advice });
    }
    case 'explain': {
      const explained = await explainAsked(await reach(job.connection), job.schema, job.query, signal);
      return done({ kind: 'explain', explained });
    }
    case 'change index': {
      const stage = alone('index');
      const changed = await changeIndex(await reach(job.connection), job.schema, job.change, {
        signal,
        onStep: (step) => {
          tell({ kind: 'building', step });
          stage.advance({ done: step.fraction, total: 1 });
        },
      });
      return done({ kind: 'change index', changed });
    }
  }
}

/** Each sample school is a file of its own, named by the time of its making. */
async function sample(
  { students, dirty }: Extract<Job, { kind: 'sample' }>,
  folder: string,
  stage: StageContext,
): Promise<JobResult> {
  await makeFolder(folder, 0o700);
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const made = await makeSample(
    join(folder, `school-${time}.db`),
    { ...defaultSampleOptions, students, dirty },
    stage,
  );
  return { kind: 'sample', path: made.path };
}

async function open(path: string, folder: string, stage: StageContext): Promise<Done> {
  const { source, inUse, snapshot, renamed, findings } = await openFile(path, folder, stage);
  const lastChange = (await stat(path)).mtime.toISOString();
  return {
    kind: 'done',
    result: { kind: 'open', source, lastChange, inUse },
    opened: { snapshot, renamed, findings, memory: newMemory() },
  };
}

async function practice(action: 'start' | 'stop', signal: AbortSignal): Promise<Done> {
  if (action === 'stop') {
    await stopEmbedded({ signal });
    return { kind: 'done', result: { kind: 'practice' } };
  }
  const { target } = await startEmbedded({ signal });
  return { kind: 'done', result: { kind: 'practice', connection: practiceOf(target) }, practice: target };
}

/** @throws RollcallError connection-unknown */
function targetOf({ target }: Assignment): Target {
  if (target === undefined) throw rollcallError('connection-unknown', {});
  return target;
}

async function move(
  { path, options, plan }: Extract<Job, { kind: 'move' }>,
  target: Target,
  context: { signal: AbortSignal; onProgress: (event: ProgressEvent) => void },
): Promise<JobResult> {
  const { schema, mode, timezone, badRows } = options;
  const request = {
    source: path,
    target,
    schema,
    mode,
    badRows,
    dryRun: false,
    integrity: 'quick',
    plan,
    ...(timezone === undefined ? {} : { timezone }),
  } as const;
  const report = await withRunFolder(
    (folder) => migrate({ ...request, folder }, context),
    ({ outcome }) => outcome !== 'refused',
  );
  return { kind: 'move', report };
}
