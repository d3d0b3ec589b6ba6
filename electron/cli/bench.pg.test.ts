import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { LoadReport } from '../../shared/load-test.ts';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import { migrateFile } from '../testing/migration.ts';
import { freshDatabase, servers } from '../testing/postgres.ts';
import { runCli } from '../testing/run-cli.ts';
import { schemaDigest } from '../testing/schema-digest.ts';
import { testFolder } from '../testing/test-folder.ts';

let folder: string;
let school: string;
beforeAll(async () => {
  folder = testFolder();
  school = join(folder, 'app.db');
  const size = { ...defaultSampleOptions, students: 40, days: 3, periods: 2 };
  await makeSample(school, size, { signal: new AbortController().signal, advance: () => undefined });
});

const fileDigest = () => createHash('sha256').update(readFileSync(school)).digest('hex');

const bench = (args: readonly string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(['bench', ...args], { ...options, env: { ROLLCALL_DATA: join(folder, 'data') } });

describe.each(servers().slice(0, 1))('PostgreSQL $version', (server) => {
  test('prints one document, writes the report, and keeps the run', async () => {
    await using database = await freshDatabase(server);
    expect(await migrateFile(school, database.target)).toMatchObject({ outcome: 'verified' });
    const own = join(folder, 'own.json');
    const statement = 'SELECT count(*) FROM student WHERE class_id = :class';
    writeFileSync(
      own,
      JSON.stringify([
        {
          name: 'own',
          screen: 'Own',
          writes: false,
          statements: [{ sqlite: statement, postgres: statement }],
          draw: { sql: 'SELECT DISTINCT class_id AS class FROM student', by: 'uniform' },
          operations: 7,
        },
      ]),
    );
    const to = [
      '--to',
      database.url,
      '--scenarios',
      own,
      '--scenario',
      'own',
      '--scenario',
      'remark-updates',
    ];
    const few = ['--users', '2', '--counted', '--rounds', '2'];
    const reports = join(folder, 'report');
    const { code, stdout, stderr } = await bench([school, ...to, ...few, '--json', '--report', reports]);
    expect(code, stderr).toBe(0);
    const report = LoadReport.parse(JSON.parse(stdout));
    expect(report.measurements.map(({ scenario, engine }) => [scenario, engine])).toEqual(
      ['remark-updates', 'own'].flatMap((name) => report.options.engines.map((engine) => [name, engine])),
    );
    const ownOnes = report.measurements.filter(({ scenario }) => scenario === 'own');
    for (const { operations } of ownOnes) expect(operations).toBe(14);
    expect(stderr).toContain('Half of the answers took at most');
    const page = readFileSync(join(reports, 'report.html'), 'utf8');
    expect(page).toContain('Adding remarks');
    expect(page).toContain(
      'without idx_attendance_period_class_teacher, idx_attendance_date_class, idx_student_class',
    );
    expect(readFileSync(join(reports, 'load-test.csv'), 'utf8').split('\r\n')).toHaveLength(8);
    expect(JSON.parse(readFileSync(join(reports, 'load-test.json'), 'utf8'))).toEqual(report);
    const kept = join(folder, 'data', 'loads', report.id, 'load-test.json');
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(report);
    expect(readdirSync(join(folder, 'data', 'scratch'))).toEqual([]);
  });

  test('a killed one leaves file and tables as they were, and the next clears up behind it', async () => {
    await using database = await freshDatabase(server);
    const { client, url, target } = database;
    expect(await migrateFile(school, target)).toMatchObject({ outcome: 'verified' });
    const before = [fileDigest(), await schemaDigest(client, 'public')];
    const args = [school, '--to', url, '--scenario', 'morning', '--users', '2'];
    const killed = await bench([...args, '--seconds', '60'], { interruptAt: 'measure', by: 'SIGKILL' });
    expect(killed.code).toBe(null);
    expect([fileDigest(), await schemaDigest(client, 'public')]).toEqual(before);
    const scratch = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rollcall\\_scratch%'";
    expect((await client.query(scratch)).rows).toHaveLength(2);
    const gone = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE 'rollcall%'";
    await expect.poll(async () => (await client.query(gone)).rows[0]?.n, { timeout: 10_000 }).toBe(0);
    const next = await bench([...args, '--seconds', '0.05', '--rounds', '1']);
    expect(next.code, next.stderr).toBe(0);
    expect((await client.query(scratch)).rows).toEqual([]);
    expect(readdirSync(join(folder, 'data', 'scratch'))).toEqual([]);
    expect([fileDigest(), await schemaDigest(client, 'public')]).toEqual(before);
  });
});
