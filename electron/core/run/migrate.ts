import { reportError } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { ProgressEvent } from '../../../shared/progress.ts';
import type { MigrationReport } from '../../../shared/run.ts';
import { describeTarget } from '../postgres/target.ts';
import { decide, examine, prove } from './decide-plan.ts';
import { judge } from './judge.ts';
import { loadTables } from './load.ts';
import { makeLive } from './make-live.ts';
import { isUnknown, outcomeOf } from './outcome.ts';
import { Progress } from './progress.ts';
import { discardSnapshot, type OpenFile, readFile } from './read-file.ts';
import { RunRecord } from './record.ts';
import { reportRun } from './report-run.ts';
import type { MigrationRequest, Run } from './run.ts';
import { openTarget, probeTarget } from './target-session.ts';

/**
 * Moves a SQLite file to PostgreSQL and proves it. What went wrong is in the outcome. Until the switch commits,
 * nothing under the live names changes; after a failure the target is as it was.
 */
export async function migrate(
  request: MigrationRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (event: ProgressEvent) => void },
): Promise<MigrationReport> {
  const progress = new Progress(onProgress);
  const { schema, mode, folder } = request;
  const record = new RunRecord({ target: describeTarget(request.target), schema, mode, folder }, progress);
  const run: Run = { request, record, context: { signal, advance: progress.advance } };
  try {
    const report = await withFile(run, (file) => fromFileToTarget(run, file));
    progress.end(true);
    return report;
  } catch (error) {
    const ended = record.ended(outcomeOf(error, run), reportError(error));
    const report = await reportRun(request, ended, []);
    progress.end(false);
    return report;
  }
}

/** Lends the opened snapshot; it is kept as the backup only of a run that arrived, or may have. */
async function withFile(
  run: Run,
  work: (file: OpenFile) => Promise<MigrationReport>,
): Promise<MigrationReport> {
  const { request, record, context } = run;
  await probeTarget(request.target, context.signal);
  const file = await record.stage('snapshot', () =>
    readFile(request.source, request.folder, request.integrity, context),
  );
  record.source = file.source.file;
  let backup = false;
  try {
    const report = await work(file);
    backup = report.outcome === 'verified' || report.outcome === 'verified with quarantine';
    return report;
  } catch (error) {
    backup = isUnknown(error);
    throw error;
  } finally {
    await file.close();
    if (!backup) await discardSnapshot(file.snapshot);
  }
}

/** The line that the data takes, stage after stage. */
async function fromFileToTarget(run: Run, file: OpenFile): Promise<MigrationReport> {
  const { request, record, context } = run;
  const found = await record.stage('preflight', () => examine(run, file));
  const draft = await record.stage('plan', () => decide(run, file, found));
  const target = await openTarget(request.target, record.runId, context.signal, { create: !request.dryRun });
  if (!target) return await reportRun(request, record.dryRun(), []);
  try {
    const plan = await prove(run, target, draft);
    if (request.dryRun) return await reportRun(request, record.dryRun(), []);
    record.started = true;
    const loaded = await loadTables(run, { file, found, plan, target });
    record.plan = loaded.plan;
    await judge(run, { file, target, loaded });
    await record.stage('switch', () => makeLive(run, { file, target, loaded }));
    const entries = loaded.badRows.entries(file.source.tables, context.signal);
    return await record.stage('report', () => reportRun(request, record.arrived(), entries));
  } finally {
    await target.close().catch((error: unknown) => record.remark(leftover(target.staging, error)));
  }
}

/** Said beside the error that ended the run, never instead of it. */
function leftover(staging: string, error: unknown): Finding {
  return {
    code: 'staging-left',
    severity: 'warning',
    count: 1,
    samples: [],
    resolutions: [],
    facts: { schema: staging },
    sentence: `The unfinished tables in schema ${staging} could not be removed (${reportError(error).what}) The next run removes them.`,
  };
}
