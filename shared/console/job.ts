import { z } from 'zod';
import { ErrorReport } from '../errors/index.ts';
import { Finding } from '../finding.ts';
import { Plan } from '../plan.ts';
import { ProgressEvent, Stage } from '../progress.ts';
import { MigrationReport, Mode, VerificationReport } from '../run.ts';
import { Source } from '../source.ts';
import { Connection, ConnectionCheck, ConnectionId } from './connection.ts';

const path = z.string().min(1).max(4096);

/** What a run is to do besides its plan. */
export const MoveOptions = z.strictObject({
  schema: z.string().min(1).max(63),
  mode: Mode,
  timezone: z.string().max(100).optional(),
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
  /** Looks at every value of the opened file. With a plan it says what that plan would do to the data. */
  z.strictObject({
    kind: z.literal('examine'),
    path,
    timezone: z.string().max(100).optional(),
    plan: Plan.optional(),
  }),
  z.strictObject({
    kind: z.literal('move'),
    path,
    connection: ConnectionId,
    options: MoveOptions,
    plan: Plan,
  }),
  z.strictObject({ kind: z.literal('verify'), path, connection: ConnectionId, schema: z.string() }),
]);
export type Job = z.infer<typeof Job>;
export type JobKind = Job['kind'];

/** What comes out of a job that ended well; a run's report tells itself whether the run did. */
export const JobResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample'), path: z.string() }),
  z.strictObject({ kind: z.literal('open'), source: Source, lastChange: z.iso.datetime(), inUse: z.boolean() }),
  z.strictObject({ kind: z.literal('practice'), connection: Connection.optional() }),
  z.strictObject({ kind: z.literal('check connection'), checks: z.array(ConnectionCheck) }),
  z.strictObject({ kind: z.literal('create database'), created: z.boolean() }),
  z.strictObject({ kind: z.literal('examine'), findings: z.array(Finding), plan: Plan }),
  z.strictObject({ kind: z.literal('move'), report: MigrationReport }),
  z.strictObject({ kind: z.literal('verify'), report: VerificationReport }),
]);
export type JobResult = z.infer<typeof JobResult>;
export type ResultOf<Kind extends JobKind> = Extract<JobResult, { kind: Kind }>;

export const JobId = z.uuid();

/** A job as the console knows it, for whoever draws it; a reloaded window asks for it and goes on. */
export const JobState = z.discriminatedUnion('status', [
  z.strictObject({ id: JobId, job: Job, status: z.literal('waiting') }),
  z.strictObject({
    id: JobId,
    job: Job,
    status: z.literal('running'),
    startedAt: z.iso.datetime(),
    progress: ProgressEvent.optional(),
    /** What was begun when, oldest first; the last hundred. */
    log: z.array(z.strictObject({ at: z.iso.datetime(), stage: Stage, table: z.string().optional() })),
    /** Checks of a connection that have been made so far. */
    checks: z.array(ConnectionCheck),
  }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('done'), result: JobResult }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('failed'), error: ErrorReport }),
  z.strictObject({ id: JobId, job: Job, status: z.literal('cancelled') }),
]);
export type JobState = z.infer<typeof JobState>;
