import { z } from 'zod';
import { Finding, Resolution } from '../finding.ts';
import { IndexReport } from '../indexes.ts';
import { LoadReport, LoadSummary } from '../load-test.ts';
import { monitorChannels } from '../monitor/channels.ts';
import { Plan } from '../plan.ts';
import { MigrationReport, Outcome, QuarantineEntry } from '../run.ts';
import { Scenario } from '../scenario.ts';
import { Connection, ConnectionDraft, ConnectionId } from './connection.ts';
import { Job, JobChange, JobId, JobState } from './job.ts';
import { Line } from './line.ts';
import { Settings } from './settings.ts';
import { NativeWords } from './words.ts';

const path = z.string().min(1).max(4096);
const language = z.string().min(2).max(35);
const nothing = z.strictObject({});
const rowNumber = z.number().int().nonnegative();

export const Door = z.enum(['desktop', 'browser']);
export type Door = z.infer<typeof Door>;

/** A file that was opened lately. */
export const RecentFile = z.strictObject({ path: z.string(), openedAt: z.iso.datetime() });
export type RecentFile = z.infer<typeof RecentFile>;

/** Everything that a window needs to draw what is going on; asked for at its start and after a reload. */
export const ConsoleState = z.strictObject({
  version: z.string(),
  door: Door,
  /** Whether passwords can be kept for the next time. */
  keychain: z.boolean(),
  /** Where Rollcall keeps its data. */
  folder: z.string(),
  line: Line,
  jobs: z.array(JobState),
  connections: z.array(Connection),
  recent: z.array(RecentFile),
  settings: Settings,
});
export type ConsoleState = z.infer<typeof ConsoleState>;

/** A value of a file as a preview shows it: numbers by their digits, long ones cut. */
export const PreviewCell = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('null') }),
  z.strictObject({ kind: z.literal('number'), text: z.string() }),
  z.strictObject({ kind: z.literal('text'), text: z.string(), cut: z.boolean() }),
  z.strictObject({ kind: z.literal('bytes'), bytes: rowNumber }),
]);
export type PreviewCell = z.infer<typeof PreviewCell>;

export const FileEntry = z.strictObject({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'database', 'env', 'other']),
  bytes: rowNumber,
  changedAt: z.iso.datetime(),
});
export type FileEntry = z.infer<typeof FileEntry>;

/** A report that was kept and can't be read any more, as it is of another version or damaged. */
export const Unreadable = z.strictObject({
  /** What to remove it by. */
  id: z.string(),
  /** As its folder's name tells. */
  startedAt: z.iso.datetime(),
});
export type Unreadable = z.infer<typeof Unreadable>;

/** A run of the past, as the list of runs shows it. */
export const RunSummary = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  outcome: Outcome,
  source: z.string().optional(),
  target: z.string(),
  rows: rowNumber,
  quarantined: rowNumber,
  folder: z.string(),
  ms: z.number().nonnegative().optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const Driver = z.enum(['asyncpg', 'psycopg2', 'plain']);
export type Driver = z.infer<typeof Driver>;

export const EnvLine = z.strictObject({ change: z.enum(['kept', 'removed', 'added']), text: z.string() });
export type EnvLine = z.infer<typeof EnvLine>;

/** The addresses that the console may send a person to. */
export const links = {
  'postgresql.org': 'https://www.postgresql.org/docs/current/',
  'postgresql.org/download': 'https://www.postgresql.org/download/',
} as const;
export const Link = z.enum(['postgresql.org', 'postgresql.org/download']);
export type Link = z.infer<typeof Link>;

export const UpdateState = z.discriminatedUnion('kind', [
  /** This door is not updated by itself. */
  z.strictObject({ kind: z.literal('not here') }),
  z.strictObject({ kind: z.literal('up to date') }),
  /** Fetched already; it is put in place when the window closes. */
  z.strictObject({ kind: z.literal('ready'), version: z.string() }),
]);
export type UpdateState = z.infer<typeof UpdateState>;

/** What a window may ask for: by channel, the shape of the request and of the answer. */
export const channels = {
  'console.state': { request: nothing, answer: ConsoleState },
  'line.set': { request: Line, answer: Line },
  'settings.set': { request: Settings, answer: Settings },
  'job.start': { request: Job, answer: z.strictObject({ id: JobId }) },
  'job.cancel': { request: z.strictObject({ id: JobId }), answer: nothing },
  /** The system's own dialog; nothing when the person changed their mind, or where there is no dialog. */
  'files.pick': {
    request: z.strictObject({ what: z.enum(['database', 'env']) }),
    answer: z.strictObject({ path: path.optional() }),
  },
  /** Of the home folder unless another is named, for doors without a dialog. */
  'files.list': {
    request: z.strictObject({ folder: path.optional() }),
    answer: z.strictObject({
      folder: z.string(),
      parent: z.string().optional(),
      entries: z.array(FileEntry),
    }),
  },
  /** Rows of a table of the opened file. */
  /** Of the opened file; its path is asked for too, since another window may have opened another one meanwhile. */
  'source.rows': {
    request: z.strictObject({
      path,
      table: z.string(),
      from: rowNumber,
      count: z.number().int().min(1).max(500),
    }),
    answer: z.strictObject({ rows: z.array(z.array(PreviewCell)) }),
  },
  'connection.save': { request: ConnectionDraft, answer: Connection },
  'connection.remove': { request: z.strictObject({ id: ConnectionId }), answer: nothing },
  /** The plan with a person's choices for what was found. */
  'plan.answer': {
    request: z.strictObject({
      plan: Plan,
      /** As the look at the file made it; what an earlier choice took out comes back from there. */
      base: Plan,
      choices: z.array(z.strictObject({ finding: Finding, resolution: Resolution })),
    }),
    answer: Plan,
  },
  'plan.sql': {
    request: z.strictObject({ plan: Plan, schema: z.string() }),
    answer: z.strictObject({ sql: z.string() }),
  },
  'runs.list': {
    request: nothing,
    answer: z.strictObject({ runs: z.array(RunSummary), unreadable: z.array(Unreadable) }),
  },
  'runs.report': { request: z.strictObject({ runId: z.string() }), answer: MigrationReport },
  'runs.quarantine': {
    request: z.strictObject({ runId: z.string(), from: rowNumber, count: z.number().int().min(1).max(500) }),
    answer: z.strictObject({ total: rowNumber, entries: z.array(QuarantineEntry) }),
  },
  /** By the system's dialog; nothing when the person changed their mind, or in a browser, which saves by itself. */
  'runs.save': {
    request: z.strictObject({ runId: z.string(), as: z.enum(['html', 'pdf', 'csv']), language }),
    answer: z.strictObject({ path: z.string().optional() }),
  },
  /** Saves what a page has made, by the system's dialog; nothing when the person changed their mind. */
  'files.save': {
    request: z.strictObject({
      name: z.string().regex(/^[\w.-]{1,120}$/),
      base64: z.base64().max(40_000_000),
    }),
    answer: z.strictObject({ path: z.string().optional() }),
  },
  /** Load tests that were kept, newest first. */
  'loads.list': {
    request: nothing,
    answer: z.strictObject({ loads: z.array(LoadSummary), unreadable: z.array(Unreadable) }),
  },
  'loads.report': { request: z.strictObject({ id: z.string() }), answer: LoadReport },
  'loads.remove': { request: z.strictObject({ id: z.string() }), answer: nothing },
  /** Those that come with Rollcall, and those of this person. */
  'scenarios.list': {
    request: nothing,
    answer: z.strictObject({ builtIn: z.array(Scenario), own: z.array(Scenario) }),
  },
  /** One of the same name is replaced. */
  'scenarios.save': { request: Scenario, answer: nothing },
  'scenarios.remove': { request: z.strictObject({ name: z.string() }), answer: nothing },
  /** Removes the folder of a run: its report, its quarantine and the copy of the file that it was made from. */
  'runs.remove': { request: z.strictObject({ runId: z.string() }), answer: nothing },
  /** The indexes of a schema, as they are now. */
  'indexes.read': {
    request: z.strictObject({ connection: ConnectionId, schema: z.string().min(1).max(63) }),
    answer: IndexReport,
  },
  /** What writing the connection into an application's .env would change. Passwords are not shown. */
  'env.preview': {
    request: z.strictObject({ path, connection: ConnectionId, driver: Driver }),
    answer: z.strictObject({ exists: z.boolean(), lines: z.array(EnvLine) }),
  },
  'env.write': {
    request: z.strictObject({ path, connection: ConnectionId, driver: Driver }),
    answer: z.strictObject({ kept: z.string().optional() }),
  },
  /** A page of the network in the system's browser; a page of the console opens it by itself. */
  'links.open': { request: z.strictObject({ link: Link }), answer: nothing },
  /** What the desktop window says outside of its page; the page brings the words of its language. */
  'words.set': { request: NativeWords, answer: nothing },
  /** Asks the network, so only when a person asks. */
  'updates.check': { request: nothing, answer: UpdateState },
  ...monitorChannels,
} as const;

export type Channel = keyof typeof channels;
export type Request<C extends Channel> = z.infer<(typeof channels)[C]['request']>;
export type Answer<C extends Channel> = z.infer<(typeof channels)[C]['answer']>;

/** What the console tells its windows without being asked. */
export const ConsoleEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('job'), job: JobState }),
  /** Only what is new: a job's own plan is long, and this happens ten times a second. */
  z.strictObject({ kind: z.literal('job change'), id: JobId, change: JobChange }),
  /** A window went on, or back; every other one that is open goes along. */
  z.strictObject({ kind: z.literal('line'), line: Line }),
  z.strictObject({ kind: z.literal('connections'), connections: z.array(Connection) }),
  /** Newest first. */
  z.strictObject({ kind: z.literal('recent'), recent: z.array(RecentFile) }),
  /** A file was dropped on the icon, or opened with the application. */
  z.strictObject({ kind: z.literal('open file'), path: z.string() }),
]);
export type ConsoleEvent = z.infer<typeof ConsoleEvent>;
