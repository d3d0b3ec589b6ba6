import { RollcallError, reportError, rollcallError } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { ProgressEvent, StageContext } from '../../../shared/progress.ts';
import type { MigrationReport, Mode, QuarantineEntry } from '../../../shared/run.ts';
import type { Source } from '../../../shared/source.ts';
import type { Target } from '../../../shared/target.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { findingsOf } from '../plan/findings.ts';
import { assertPlanFits } from '../plan/fit.ts';
import { indexOutcomes } from '../plan/index-outcomes.ts';
import { leftOut } from '../plan/left-out.ts';
import { provePlan } from '../plan/prove.ts';
import { quarantineBadRows, unansweredBlockers } from '../plan/resolve.ts';
import { cancellable } from '../postgres/connect.ts';
import { requireSchemaRights } from '../postgres/server.ts';
import { describeTarget } from '../postgres/target.ts';
import { type Preflight, preflight } from '../preflight/preflight.ts';
import { writeReport } from '../report/write-report.ts';
import { commitSwitch } from '../switch/commit.ts';
import { leftAside } from '../switch/left-aside.ts';
import { liveNamedIndexes, notBuiltFindings } from '../switch/live-indexes.ts';
import { relationsInTheWay } from '../switch/relations.ts';
import { requireSwitchRights } from '../switch/require-rights.ts';
import { switchTables } from '../switch/switch.ts';
import { judge } from './judge.ts';
import { type LoadedTables, loadTables } from './load.ts';
import { Progress } from './progress.ts';
import { discardSnapshot, type OpenFile, readFile } from './read-file.ts';
import { RunRecord } from './record.ts';
import { openTarget, probeTarget, type TargetSession } from './target-session.ts';

export interface MigrationRequest {
  /** Path of the SQLite file. */
  readonly source: string;
  readonly target: Target;
  /** Where the application looks for its tables, `public` mostly. */
  readonly schema: string;
  readonly mode: Mode;
  readonly badRows: 'stop' | 'quarantine';
  /** IANA zone of timestamps without one; they become timestamptz. */
  readonly timezone?: string;
  readonly plan?: Plan;
  readonly dryRun: boolean;
  readonly integrity: 'quick' | 'full';
  /** Of this run: the snapshot stays there as the backup. */
  readonly folder: string;
  /** Where the report goes instead of `folder`. */
  readonly reportFolder?: string;
}

/** What every stage of a run is handed. */
export interface Run {
  readonly request: MigrationRequest;
  readonly record: RunRecord;
  readonly context: StageContext;
}

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

function outcomeOf(error: unknown, { record, context }: Run): 'refused' | 'failed' | 'cancelled' | 'unknown' {
  if (isUnknown(error)) return 'unknown';
  if (context.signal.aborted || reportError(error).code === 'cancelled') return 'cancelled';
  return record.started ? 'failed' : 'refused';
}

/** When nobody knows whether the run arrived, nothing of it is removed. */
function isUnknown(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'outcome-unknown';
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

async function examine({ request, context }: Run, file: OpenFile): Promise<Preflight> {
  const { db, source, renamed } = file;
  if (source.tables.length === 0) throw rollcallError('source-has-no-tables', { path: request.source });
  if (source.tables.every(({ rows }) => rows === 0)) {
    throw rollcallError('source-has-no-rows', { path: request.source });
  }
  if (request.plan) assertPlanFits(request.plan, source);
  const timezone = request.plan?.timezone ?? request.timezone;
  const found = await preflight({ db, source, renamed, timezone, plan: request.plan }, context).catch(
    async (error: unknown) => {
      // When the file is corrupt, that says more than whatever broke first.
      await file.sound;
      throw error;
    },
  );
  return { ...found, findings: [...found.findings, ...(await file.sound)] };
}

/** The plan that will be followed, unless a blocker is left without an answer. */
async function decide({ request, record }: Run, { source }: OpenFile, found: Preflight): Promise<Plan> {
  record.findings = found.findings;
  const made = request.plan
    ? await withLeftOutListed(source, found, request.plan)
    : await buildPlan({ source, assessed: found.tables, timezone: request.timezone });
  const plan = request.badRows === 'quarantine' ? quarantineBadRows(made, found.findings) : made;
  record.plan = plan;
  // No plan has a place for a table that can't be read.
  const leaveUnread = request.badRows === 'quarantine';
  const blockers = unansweredBlockers(found.findings, plan).filter(
    ({ code }) => !(leaveUnread && code === 'unreadable-table'),
  );
  record.findings = [...answered(found.findings, blockers), ...findingsOf(plan.notCarried)];
  const inSource = blockers.find(({ resolutions }) => resolutions.length === 0);
  const first = inSource ?? blockers[0];
  if (first) {
    const { sentence } = first;
    throw rollcallError('blockers-found', {
      count: blockers.length,
      first: sentence,
      inSource: inSource !== undefined,
    });
  }
  return plan;
}

/** What the plan has an answer to blocks nothing any more. */
function answered(findings: readonly Finding[], blockers: readonly Finding[]): Finding[] {
  return findings.map((finding) =>
    finding.severity === 'blocker' && !blockers.includes(finding)
      ? { ...finding, severity: 'warning' }
      : finding,
  );
}

/** An edited plan may leave things out; what isn't carried is listed. */
async function withLeftOutListed(source: Source, { tables }: Preflight, plan: Plan): Promise<Plan> {
  return { ...plan, notCarried: [...plan.notCarried, ...(await leftOut(source, tables, plan))] };
}

/** What the server itself has to say: nothing in the way, the rights there, and every piece of the plan accepted. */
async function prove({ request, record, context }: Run, target: TargetSession, draft: Plan): Promise<Plan> {
  const { schema, mode } = request;
  const { client } = target;
  return await cancellable(client, request.target, context.signal, async () => {
    await requireSchemaRights(client, request.target, schema);
    await requireSwitchRights(client, request.target, { schema, mode, plan: draft });
    // First, since a key that the server can't have is none to merge by.
    const plan = await provePlan(client, draft);
    const inTheWay = await relationsInTheWay(client, schema, plan, mode);
    if (inTheWay.length > 0) {
      throw rollcallError('table-in-the-way', { schema, tables: inTheWay.map(({ name }) => name) });
    }
    record.plan = plan;
    record.findings = [...record.findings, ...findingsOf(plan.notCarried.slice(draft.notCarried.length))];
    if (mode === 'replace') {
      record.findings = [...record.findings, ...(await leftAside(client, schema, plan))];
    }
    return plan;
  });
}

interface Verified {
  readonly file: OpenFile;
  readonly target: TargetSession;
  readonly loaded: LoadedTables;
}

async function makeLive(
  { request, record, context }: Run,
  { file, target, loaded }: Verified,
): Promise<void> {
  const { client, staging } = target;
  const { plan } = loaded;
  const { schema, mode } = request;
  const { runId, startedAt } = record;
  const { name } = plan.source;
  const { merged, namedIndexes } = await cancellable(client, request.target, context.signal, async () => {
    const merged = await switchTables({
      client,
      plan,
      mode,
      staging,
      schema,
      previous: `rollcall_previous_${runId}`,
      ledger: {
        runId,
        startedAt,
        sourceName: name,
        sourceSha256: file.source.file.sha256,
        schema,
        mode,
        plan,
      },
      quarantine: loaded.badRows.entries(file.source.tables, context.signal),
    });
    return { merged, namedIndexes: await liveNamedIndexes(client, schema, plan.namedIndexes, merged) };
  });
  if (context.signal.aborted) throw rollcallError('cancelled', {});
  try {
    await commitSwitch({ client, target: request.target, runId }, context.signal);
    target.keep();
  } catch (error) {
    if (isUnknown(error)) target.keep();
    throw error;
  }
  record.indexes = indexOutcomes(plan, schema).filter((index) => !merged.has(index.table));
  record.tables = record.tables.map((table) => {
    const rows = merged.get(table.table);
    return rows ? { ...table, targetRows: table.targetRows + rows.kept, merged: rows } : table;
  });
  record.namedIndexes = namedIndexes;
  record.findings = [...record.findings, ...notBuiltFindings(schema, namedIndexes)];
}

/** Writes the report. A report that can't be written is said in what is returned: the outcome stands without it. */
async function reportRun(
  { folder, reportFolder }: MigrationRequest,
  report: MigrationReport,
  quarantine: AsyncIterable<QuarantineEntry> | Iterable<QuarantineEntry>,
): Promise<MigrationReport> {
  try {
    await writeReport(reportFolder ?? folder, report, quarantine);
    return report;
  } catch (error) {
    const { what, detail } = reportError(error);
    const unwritten: Finding = {
      code: 'report-not-written',
      severity: 'warning',
      count: 1,
      samples: [],
      resolutions: [],
      facts: { detail: detail ?? what },
      sentence: `The report could not be written: ${detail ?? what}`,
    };
    return { ...report, findings: [...report.findings, unwritten] };
  }
}
