import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Plan } from '../../shared/plan.ts';
import { MigrationReport, VerificationReport } from '../../shared/run.ts';
import { Source } from '../../shared/source.ts';
import { freshDatabase, servers } from '../testing/postgres.ts';
import { type Ended, runCli } from '../testing/run-cli.ts';

let folder: string;
let school: string;
const rows = 140 * 10 * 3;

const rollcall = (...args: string[]): Promise<Ended> =>
  runCli(args, { env: { ROLLCALL_DATA: join(folder, 'data') } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'));
  school = join(folder, 'app.db');
  const size = ['--students', '140', '--days', '10', '--periods', '3'];
  await rollcall('sample', school, ...size);
  await rollcall('sample', join(folder, 'dirty.db'), ...size, '--dirty');
});
afterAll(async () => rm(folder, { recursive: true }));

test('inspect prints the file as JSON, and in words on stderr', async () => {
  const json = await rollcall('inspect', school, '--json');
  const source = Source.parse(JSON.parse(json.stdout));
  expect(source.tables.find(({ name }) => name === 'attendance')?.rows).toBe(rows);
  expect(json.code).toBe(0);

  const words = await rollcall('inspect', school);
  expect(words).toMatchObject({ code: 0, stdout: '' });
  expect(words.stderr).toContain('4,200 rows');
});

test('inspect and plan leave no copy of the file behind', async () => {
  expect(await readdir(join(folder, 'data', 'scratch'))).toEqual([]);
});

describe.each(servers())('PostgreSQL $version', (server) => {
  test('plan, migrate by it, verify, and see a fault', async () => {
    await using database = await freshDatabase(server);
    const to = ['--to', database.url];
    const planFile = join(folder, 'plan.json');

    const planned = await rollcall('plan', school, '--out', planFile);
    expect(planned).toMatchObject({ code: 0, stdout: '' });
    expect(planned.stderr).toMatch(/student_id +INTEGER +→ +bigint/);
    expect(Plan.parse(JSON.parse(await readFile(planFile, 'utf8'))).tables).toHaveLength(7);

    const reports = join(folder, 'report');
    const moved = await rollcall('migrate', school, ...to, '--plan', planFile, '--report', reports, '--json');
    const report = MigrationReport.parse(JSON.parse(moved.stdout));
    expect(report.outcome).toBe('verified');
    expect(moved.code).toBe(0);
    const { rows: counted } = await database.client.query('SELECT count(*)::int AS n FROM attendance');
    expect(counted).toEqual([{ n: rows }]);
    expect(moved.stderr).toMatch(/✓ attendance +4,200 +rows +verified/);
    expect(moved.stderr).toContain(join(reports, 'report.html'));
    expect(JSON.parse(await readFile(join(reports, 'report.json'), 'utf8')).runId).toBe(report.runId);

    const again = await rollcall('migrate', school, ...to, '--json');
    expect(MigrationReport.parse(JSON.parse(again.stdout))).toMatchObject({
      outcome: 'refused',
      error: { code: 'table-in-the-way' },
    });
    expect(again.code).toBe(2);

    const equal = await rollcall('verify', school, ...to, '--json');
    expect(VerificationReport.parse(JSON.parse(equal.stdout)).outcome).toBe('verified');
    expect(equal.code).toBe(0);

    await database.client.query("UPDATE student SET name = name || '.' WHERE id = 17");
    const different = await rollcall('verify', school, ...to);
    expect(different.stderr).toMatch(/✗ value +student id=17 name/);
    expect(different).toMatchObject({ code: 1, stdout: '' });

    const merged = await rollcall('migrate', school, ...to, '--mode', 'merge', '--json');
    const { tables } = MigrationReport.parse(JSON.parse(merged.stdout));
    expect(tables.find(({ table }) => table === 'student')?.merged).toMatchObject({
      inserted: 0,
      updated: 1,
    });
    expect(merged.code).toBe(0);
  });

  test('bad rows stop everything, or lie in quarantine and give 3', async () => {
    await using database = await freshDatabase(server);
    const args = ['migrate', join(folder, 'dirty.db'), '--to', database.url];

    const stopped = await rollcall(...args);
    expect(stopped.stderr).toContain('Nothing was started');
    expect(stopped.code).toBe(2);
    const { rows: schemas } = await database.client.query(
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rollcall%'",
    );
    expect(schemas).toEqual([]);

    const reports = join(folder, 'dirty-report');
    const moved = await rollcall(...args, '--bad-rows', 'quarantine', '--report', reports);
    expect(moved.stderr).toContain('in quarantine');
    expect(moved).toMatchObject({ code: 3, stdout: '' });
    expect(await readFile(join(reports, 'quarantine.csv'), 'utf8')).toContain('student');
  });

  test('the password comes from the environment or a file, and is never printed', async () => {
    await using database = await freshDatabase(server);
    const url = new URL(database.url);
    url.password = '';
    const verify = ['verify', school, '--to', url.href, '--json'];
    const env = { ROLLCALL_DATA: join(folder, 'data') };

    const wrong = await runCli(verify, { env: { ...env, PGPASSWORD: 'wr0ng-secret' } });
    expect(wrong.stdout + wrong.stderr).not.toContain('wr0ng-secret');
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'password-rejected' } });
    expect(wrong.code).toBe(2);

    const passwordFile = join(folder, 'password');
    const password = database.target.password ?? '';
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    const right = await runCli([...verify, '--password-file', passwordFile], { env });
    expect(VerificationReport.parse(JSON.parse(right.stdout)).outcome).toBe('different');
    expect(right.stdout + right.stderr).not.toContain(password);
  });

  test('Ctrl-C gives 1, a document that says cancelled, and an untouched target', async () => {
    await using database = await freshDatabase(server);
    const { code, stdout, stderr } = await runCli(['migrate', school, '--to', database.url, '--json'], {
      env: { ROLLCALL_DATA: join(folder, 'data') },
      interruptAt: 'preflight, ',
    });
    expect(MigrationReport.parse(JSON.parse(stdout)).outcome).toBe('cancelled');
    expect(stderr).toContain('everything is put back as it was');
    expect(code).toBe(1);
    const { rows: relations } = await database.client.query(
      "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname !~ '^(pg_|information_schema)'",
    );
    expect(relations).toEqual([]);
  });

  test('a refused run leaves no folder behind, and looks at the file before the server', async () => {
    const before = await readdir(join(folder, 'data', 'runs'));
    const nowhere = ['--to', 'postgresql://u@127.0.0.1:1/d'];
    const missing = await rollcall('migrate', join(folder, 'mistyped.db'), ...nowhere);
    expect(missing.stderr).toContain('[source-not-found]');
    const text = join(folder, 'text.db');
    await writeFile(text, 'Not a database, whatever its name says.');
    const other = await rollcall('migrate', text, '--embedded');
    expect(other.stderr).toContain('[not-sqlite]');
    expect(other.code).toBe(2);
    const unreachable = await rollcall('migrate', school, ...nowhere);
    expect(unreachable.stderr).toContain('[connection-refused]');
    expect(unreachable.stderr).not.toContain('report.html');
    expect(await readdir(join(folder, 'data', 'runs'))).toEqual(before);
    expect(await readdir(join(folder, 'data'))).not.toContain('postgres');
  });

  test('a server that is not there is refused in a sentence', async () => {
    const { code, stderr } = await rollcall('migrate', school, '--to', 'postgresql://u@127.0.0.1:1/d');
    expect(stderr).toContain('[connection-refused]');
    expect(code).toBe(2);
  });
});
