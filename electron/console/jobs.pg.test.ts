import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Channel, channels, type Request } from '../../shared/console/channels.ts';
import type { ConnectionCheck } from '../../shared/console/connection.ts';
import {
  type Job,
  type JobChange,
  type JobState,
  type ResultOf,
  withChange,
} from '../../shared/console/job.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Target } from '../../shared/target.ts';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import { openTestConsole, type TestConsole } from '../testing/open-test-console.ts';
import { type FreshDatabase, freshDatabase, servers } from '../testing/postgres.ts';
import { testFolder } from '../testing/test-folder.ts';

let opened: TestConsole;
beforeEach(async () => {
  opened = await openTestConsole();
});
afterEach(() => opened[Symbol.asyncDispose]());

async function ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<C>> {
  const answer = await opened.console.ask(channel, request);
  return channels[channel].answer.parse(answer) as Answer<C>;
}

/** Starts a job and waits for its end. */
async function run(job: Job, whileRunning?: (change: JobChange, id: string) => void): Promise<JobState> {
  let id: string | undefined;
  const ended = Promise.withResolvers<JobState>();
  const early: JobState[] = [];
  const hush = opened.console.listen((event) => {
    if (event.kind === 'job change' && event.id === id) whileRunning?.(event.change, id);
    if (event.kind !== 'job' || ['waiting', 'running'].includes(event.job.status)) return;
    early.push(event.job);
    if (event.job.id === id) ended.resolve(event.job);
  });
  ({ id } = await ask('job.start', job));
  const already = early.find((state) => state.id === id);
  if (already) ended.resolve(already);
  try {
    return await ended.promise;
  } finally {
    hush();
  }
}

async function resultOf<Kind extends Job['kind']>(
  job: Extract<Job, { kind: Kind }>,
): Promise<ResultOf<Kind>> {
  const state = await run(job);
  if (state.status !== 'done') throw new Error(`${job.kind} ended as ${JSON.stringify(state)}`);
  return state.result as ResultOf<Kind>;
}

async function connectionTo(target: Target, password = target.password): Promise<string> {
  const { password: _, ...fields } = target;
  const draft = {
    name: 'Test',
    at: { kind: 'fields' as const, target: fields },
    saved: 'once let in' as const,
  };
  return (await ask('connection.save', { ...draft, ...(password === undefined ? {} : { password }) })).id;
}

/** Made once: large enough to be stopped in mid-copy. */
const schools = { dirty: '', clean: '' };
beforeAll(async () => {
  const folder = testFolder();
  for (const kind of ['dirty', 'clean'] as const) {
    schools[kind] = join(folder, `${kind}.db`);
    const options = { ...defaultSampleOptions, students: 150, dirty: kind === 'dirty' };
    await makeSample(schools[kind], options, {
      signal: new AbortController().signal,
      advance: () => undefined,
    });
  }
});

/** From a school's file to a plan with every recommended answer. */
async function prepare(school: keyof typeof schools): Promise<{ path: string; plan: Plan }> {
  const path = join(opened.home, 'app.db');
  await copyFile(schools[school], path);
  await resultOf({ kind: 'open', path });
  const { findings, plan } = await resultOf({ kind: 'examine', path });
  const choices = findings.flatMap((finding) =>
    finding.recommended === undefined ? [] : [{ finding, resolution: finding.recommended }],
  );
  return { path, plan: await ask('plan.answer', { plan, base: plan, choices }) };
}

const options = { schema: 'public', mode: 'create', badRows: 'stop' } as const;

describe.each(servers())('the line, to PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase(server);
  });
  afterEach(() => database[Symbol.asyncDispose]());

  test('goes from a dirty file to a proof, a quarantine and an .env', async () => {
    const { path, plan } = await prepare('dirty');
    const connection = await connectionTo(database.target);
    const changes: JobChange[] = [];
    const ended = await run({ kind: 'move', path, connection, options, plan }, (change) =>
      changes.push(change),
    );
    if (ended.status !== 'done' || ended.result.kind !== 'move') throw new Error(JSON.stringify(ended));
    const { report } = ended.result;
    expect(report).toMatchObject({ outcome: 'verified with quarantine' });
    expect(report.ms).toBeGreaterThan(0);
    expect(changes.at(-1)?.progress).toMatchObject({ last: true, fraction: 1 });
    expect(changes.flatMap(({ logged }) => (logged ? [logged.stage] : []))[0]).toBe('snapshot');
    const copied = changes.findLast(({ tables }) => tables !== undefined)?.tables ?? [];
    expect(copied.map(({ table, rows, totalRows }) => [table, rows === totalRows])).toEqual(
      plan.tables.map(({ name }) => [name, true]),
    );

    const { runId } = report;
    const { runs } = await ask('runs.list', {});
    expect(runs).toMatchObject([{ runId, outcome: 'verified with quarantine' }]);
    const first = await ask('runs.quarantine', { runId, from: 0, count: 10 });
    const last = await ask('runs.quarantine', { runId, from: first.total - 1, count: 10 });
    expect(first.entries).toHaveLength(10);
    expect(last.entries).toHaveLength(1);
    const page = await opened.console.runs.page(runId, 'en');
    expect(page).toContain('<html');

    const env = join(opened.home, '.env');
    await writeFile(env, 'SECRET_KEY=keep-me\nTIMEZONE=Asia/Qatar\n');
    const preview = await ask('env.preview', { path: env, connection, driver: 'asyncpg' });
    expect(JSON.stringify(preview)).not.toContain(database.target.password);
    expect(JSON.stringify(preview)).not.toContain('keep-me');
    const { kept = '' } = await ask('env.write', { path: env, connection, driver: 'asyncpg' });
    expect(await readFile(kept, 'utf8')).toBe('SECRET_KEY=keep-me\nTIMEZONE=Asia/Qatar\n');
    expect(await readFile(env, 'utf8')).toContain(
      `postgresql+asyncpg://postgres:${database.target.password}@`,
    );
  });

  test('stops in mid-copy without a trace, and goes through when it is tried again', async () => {
    const { path, plan } = await prepare('clean');
    const connection = await connectionTo(database.target);
    const job: Job = { kind: 'move', path, connection, options, plan };
    let asked = false;
    const stopped = await run(job, ({ progress }, id) => {
      if (progress?.stage !== 'copy' || asked) return;
      asked = true;
      void ask('job.cancel', { id });
    });
    expect(stopped).toMatchObject({ status: 'done', result: { report: { outcome: 'cancelled' } } });
    const { rows } = await database.client.query(
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rollcall%' OR EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_namespace.oid AND nspname = 'public')",
    );
    expect(rows).toEqual([]);
    expect(await resultOf(job)).toMatchObject({ report: { outcome: 'verified' } });
  });

  test('tells a window that was reloaded how far the move is', async () => {
    const { path, plan } = await prepare('clean');
    const connection = await connectionTo(database.target);
    let mirrored: JobState | undefined;
    let seen: JobState | undefined;
    const ended = await run({ kind: 'move', path, connection, options, plan }, async (change, id) => {
      // What the first window draws, and what a second one is told in the same moment.
      if (mirrored?.status === 'running') mirrored = withChange(mirrored, change);
      const { jobs } = await ask('console.state', {});
      const now = jobs.find((job) => job.id === id);
      mirrored ??= now;
      if (now?.status === 'running' && now.progress?.stage === 'copy') seen = now;
    });
    expect(ended.status).toBe('done');
    expect(seen).toMatchObject({ status: 'running', progress: { stage: 'copy' } });
    const { jobs } = await ask('console.state', {});
    expect(jobs.filter(({ job }) => job.kind === 'move')).toEqual([ended]);
  });

  test('lets a second job wait, which can be taken back before it begins', async () => {
    const { path, plan } = await prepare('clean');
    const connection = await connectionTo(database.target);
    const started = Promise.withResolvers<void>();
    const moving = run({ kind: 'move', path, connection, options, plan }, () => started.resolve());
    await started.promise;
    const second = await ask('job.start', { kind: 'sample', students: 10, dirty: false });
    const { jobs } = await ask('console.state', {});
    expect(jobs.find(({ id }) => id === second.id)).toMatchObject({ status: 'waiting' });
    expect(opened.console.busy()).toBe(true);
    await ask('job.cancel', { id: second.id });
    expect(await moving).toMatchObject({ status: 'done' });
    const after = await ask('console.state', {});
    expect(after.jobs.find(({ id }) => id === second.id)).toMatchObject({ status: 'cancelled' });
    await expect(ask('job.cancel', { id: second.id })).rejects.toMatchObject({ code: 'job-unknown' });
  });

  test('checks a connection step by step', async () => {
    const connection = await connectionTo(database.target);
    const checks: ConnectionCheck[] = [];
    const job: Job = { kind: 'check connection', connection, schema: 'public', tables: ['student'] };
    const ended = await run(job, ({ check }) => check && checks.push(check));
    expect(ended).toMatchObject({ status: 'done', result: { checks } });
    expect(checks.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['reachable', 'passed'],
      ['logged in', 'passed'],
      ['tls', 'passed'],
      ['version', 'passed'],
      ['database', 'passed'],
      ['encoding', 'passed'],
      ['rights', 'passed'],
      ['names free', 'passed'],
      ['time zone', expect.stringMatching(/passed|noted/)],
      ['statistics', 'noted'],
    ]);
  });

  test('says what is wrong with a password, and what is in the way', async () => {
    const wrong = await connectionTo(database.target, 'wrong');
    const checked = await resultOf({
      kind: 'check connection',
      connection: wrong,
      schema: 'public',
      tables: [],
    });
    expect(checked.checks[1]).toMatchObject({
      check: 'logged in',
      outcome: 'failed',
      remedy: { code: 'password-rejected', facts: { user: 'postgres' } },
    });
    expect(checked.checks.slice(2).every(({ outcome }) => outcome === 'not reached')).toBe(true);
    await database.client.query('CREATE TABLE student ()');
    const right = await connectionTo(database.target);
    const again = await resultOf({
      kind: 'check connection',
      connection: right,
      schema: 'public',
      tables: ['student', 'period'],
    });
    expect(again.checks.find(({ check }) => check === 'names free')).toMatchObject({
      outcome: 'noted',
      remedy: { code: 'table-in-the-way', facts: { schema: 'public', tables: ['student'] } },
    });
    const { connections } = await ask('console.state', {});
    expect(connections.map(({ id, saved }) => [id, saved])).toEqual([
      [wrong, 'once let in'],
      [right, 'yes'],
    ]);
  });

  test('creates the database that is missing when it is asked to', async () => {
    const missing = { ...database.target, database: `${database.target.database}_new` };
    const connection = await connectionTo(missing);
    const check: Job = { kind: 'check connection', connection, schema: 'public', tables: ['student'] };
    expect((await resultOf(check)).checks[4]).toMatchObject({
      check: 'database',
      outcome: 'noted',
      remedy: { code: 'database-can-be-created', facts: { database: missing.database } },
    });
    try {
      expect(await resultOf({ kind: 'create database', connection })).toMatchObject({ created: true });
      expect((await resultOf(check)).checks[4]).toMatchObject({ outcome: 'passed' });
    } finally {
      await database.client.query(`DROP DATABASE ${missing.database}`);
    }
  });
});

test('what a thread could not do is a code, two sentences and their facts', async () => {
  const path = join(opened.home, 'letter.db');
  await writeFile(path, 'Dear school,');
  expect(await run({ kind: 'open', path })).toMatchObject({
    status: 'failed',
    error: { code: 'not-sqlite', facts: { path } },
  });
});

test('what is asked for twice before it has ended is done once', async () => {
  const job: Job = { kind: 'sample', students: 10, dirty: false };
  const ended = run(job);
  const first = await ask('job.start', job);
  expect(await ask('job.start', job)).toEqual(first);
  expect(await ask('job.start', { ...job, dirty: true })).not.toEqual(first);
  expect(await ended).toMatchObject({ id: first.id, status: 'done' });
  expect(await ask('job.start', job)).not.toEqual(first);
});

test('rows are those of the file that is asked for, whichever another window opened since', async () => {
  const { path } = await resultOf({ kind: 'sample', students: 10, dirty: false });
  const other = join(opened.home, 'other.db');
  await copyFile(path, other);
  await resultOf({ kind: 'open', path });
  await resultOf({ kind: 'open', path: other });
  const rows = { table: 'student', from: 0, count: 1 };
  expect((await ask('source.rows', { ...rows, path: other })).rows).toHaveLength(1);
  await expect(ask('source.rows', { ...rows, path })).rejects.toMatchObject({ code: 'nothing-open' });
});

test('the snapshot of an opened file goes with the console', async () => {
  const { path } = await resultOf({ kind: 'sample', students: 10, dirty: false });
  await resultOf({ kind: 'open', path });
  const folder = join(opened.home, '..', 'console', 'opened');
  expect(await readdir(folder)).toEqual([String(process.pid)]);
  await opened.console.close();
  expect(await readdir(folder)).toEqual([]);
});
