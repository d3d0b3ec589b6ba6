import { z } from 'zod';
import { ErrorReport } from '../errors/index.ts';
import { ExplainedQuery, QueryToExplain } from '../explain.ts';
import { Finding } from '../finding.ts';
import { AdviceWanted, IndexAdvice } from '../index-advice.ts';
import { BuildStep, IndexChange, IndexChanged } from '../index-change.ts';
import { IndexEffects } from '../index-effect.ts';
import { CopyRoom, LoadOptions, LoadProgress, LoadReport } from '../load-test.ts';
import { Plan, PlanEdit } from '../plan.ts';
import { ProgressEvent, Stage } from '../progress.ts';
import { MigrationReport, Mode, VerificationReport } from '../run.ts';
import { Scenario, ScenarioFit } from '../scenario.ts';
import { Source } from '../source.ts';
import { Connection, ConnectionCheck, ConnectionId } from './connection.ts';

const path = z.string().min(1).max(4096);

/** What a run is to do besides its plan. */
export const MoveOptions = z.strictObject({
  schema: z.string().min(1).max(63),
  mode: Mode,
  timezone: z.string().max(100).optional(),
  /** What becomes of rows that only the server turns out to refuse. */
  badRows: z.enum(['stop', 'quarantine']),
});
export type MoveOptions = z.infer<typeof MoveOptions>;

/** Long work, as it is asked for. It runs in the worker thread, one at a time. */
export const Job = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sample'),
    students: z.number().int().min(1).max(100_000),
    dirty: z.boolean(),
  }),
  /** Takes the snapshot of a file that everything after it reads, and understands it. */
  z.strictObject({ kind: z.literal('open'), path }),
  z.strictObject({ kind: z.literal('practice'), action: z.enum(['start', 'stop']) }),
  z.strictObject({
    kind: z.literal('check connection'),
    connection: ConnectionId,
    schema: z.string(),
    tables: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('create database'), connection: ConnectionId }),
  /** Looks at every value of the opened file and makes a plan; or looks at what other types would do to the data. */
  z.strictObject({
    kind: z.literal('examine'),
    path,
    timezone: z.string().max(100).optional(),
    edit: PlanEdit.optional(),
  }),
  z.strictObject({
    kind: z.literal('move'),
    path,
    connection: ConnectionId,
    options: MoveOptions,
    plan: Plan,
  }),
  z.strictObject({ kind: z.literal('verify'), path, connection: ConnectionId, schema: z.string() }),
  z.strictObject({ kind: z.literal('measure indexes'), connection: ConnectionId, schema: z.string() }),
  z.strictObject({
    kind: z.literal('advise indexes'),
    connection: ConnectionId,
    schema: z.string(),
    wanted: AdviceWanted,
  }),
  z.strictObject({
    kind: z.literal('explain'),
    connection: ConnectionId,
    schema: z.string(),
    query: QueryToExplain,
  }),
  z.strictObject({
    kind: z.literal('change index'),
    connection: ConnectionId,
    schema: z.string(),
    change: IndexChange,
  }),
  z.strictObject({
    kind: z.literal('load test'),
    path,
    connection: ConnectionId,
    schema: z.string(),
    options: LoadOptions,
    /** The person's own scenarios, besides those that are built in. */
    own: z.array(Scenario).max(100),
  }),
  /** Does a scenario once on both sides, undone again, before it is accepted. */
  z.strictObject({
    kind: z.literal('try scenario'),
    path,
    connection: ConnectionId,
    schema: z.string(),
    scenario: Scenario,
  }),
]);
export type Job = z.infer<typeof Job>;
export type JobKind = Job['kind'];

/** What comes out of a job that ended well; a run's report tells itself whether the run did. */
export const JobResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample'), path: z.string() }),
  z.strictObject({
    kind: z.literal('open'),
    source: Source,
    lastChange: z.iso.datetime(),
    inUse: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('practice'), connection: Connection.optional() }),
  z.strictObject({ kind: z.literal('check connection'), checks: z.array(ConnectionCheck) }),
  z.strictObject({ kind: z.literal('create database'), created: z.boolean() }),
  z.strictObject({ kind: z.literal('examine'), findings: z.array(Finding), plan: Plan }),
  z.strictObject({ kind: z.literal('move'), report: MigrationReport }),
  z.strictObject({ kind: z.literal('verify'), report: VerificationReport }),
  z.strictObject({ kind: z.literal('measure indexes'), measured: IndexEffects }),
  z.strictObject({ kind: z.literal('advise indexes'), advice: IndexAdvice }),
  z.strictObject({ kind: z.literal('explain'), explained: ExplainedQuery }),
  z.strictObject({ kind: z.literal('change index'), changed: IndexChanged }),
  z.strictObject({ kind: z.literal('load test'), report: LoadReport }),
  z.strictObject({ kind: z.literal('try scenario'), fit: ScenarioFit }),
]);
export type JobResult = z.infer<typeof JobResult>;
export type ResultOf<Kind extends JobKind> = Extract<JobResult, { kind: Kind }>;

export const JobId = z.uuid();

/** What was begun when. */
const LogLine = z.strictObject({ at: z.iso.datetime(), stage: Stage, table: z.string().optional() });

export const TableProgress = z.strictObject({
  table: z.string(),
  rows: z.number().int().nonnegative(),
  totalRows: z.number().int().nonnegative(),
});
export type TableProgress = z.infer<typeof TableProgress>;

const Rate = z.strictObject({ at: z.iso.datetime(), rowsPerSecond: z.number().nonnegative() });

/** How far a running job is, for whoever draws it. */
export const RunningJob = z.strictObject({
  progress: ProgressEvent.optional(),
  /** Oldest first; the last hundred. */
  log: z.array(LogLine),
  /** Checks of a connection that have been made so far. */
  checks: z.array(ConnectionCheck),
  /** Rows copied of each table of a move. */
  tables: z.array(TableProgress),
  /** Of the stages that count rows: the last three hundred, about two a second. */
  rates: z.array(Rate),
  /** Of an index that is being changed. */
  building: BuildStep.optional(),
  /** Of a load test: the last six hundred, about two a second. */
  loads: z.array(LoadProgress),
  /** Of a load test. */
  room: CopyRoom.optional(),
});
export type RunningJob = z.infer<typeof RunningJob>;

/** What is new in a running job. */
export const JobChange = z.strictObject({
  progress: ProgressEvent.optional(),
  logged: LogLine.optional(),
  check: ConnectionCheck.optional(),
  tables: z.array(TableProgress).optional(),
  rate: Rate.optional(),
  building: BuildStep.optional(),
  load: LoadProgress.optional(),
  room: CopyRoom.optional(),
});
export type JobChange = z.infer<typeof JobChange>;

/** A job as the console knows it; a reloaded window asks for it and goes on. */
export const JobState = z.discriminatedUnion('status', [
  z.strictObject({ id: JobId, job: Job, status: z.literal('waiting') }),
  z.strictObject({
    id: JobId,
    job: Job,
    status: z.literal('running'),
    startedAt: z.iso.datetime(),
    ...RunningJob.shape,
  }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('done'), result: JobResult }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('failed'), error: ErrorReport }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('cancelled') }),
]);
export type JobState = z.infer<typeof JobState>;

const logLines = 100;
const mostRates = 300;
const mostLoads = 600;

/** A running job with what is new in it: the same on both sides of the border. */
export function withChange<Running extends RunningJob>(job: Running, change: JobChange): Running {
  const { progress, logged, check, tables, rate, load, room, building } = change;
  return {
    ...job,
    ...(progress === undefined ? {} : { progress }),
    ...(logged === undefined ? {} : { log: [...job.log, logged].slice(-logLines) }),
    ...(check === undefined ? {} : { checks: [...job.checks, check] }),
    ...(tables === undefined ? {} : { tables: withRows(job.tables, tables) }),
    ...(building === undefined ? {} : { building }),
    ...(rate === undefined ? {} : { rates: [...job.rates, rate].slice(-mostRates) }),
    ...(room === undefined ? {} : { room }),
    ...(load === undefined ? {} : { loads: [...job.loads, load].slice(-mostLoads) }),
  };
}

function withRows(known: readonly TableProgress[], changed: readonly TableProgress[]): TableProgress[] {
  const byName = new Map(changed.map((one) => [one.table, one]));
  return known.map((one) => byName.get(one.table) ?? one);
}
