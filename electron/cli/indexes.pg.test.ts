import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandFailure } from '../../shared/command.ts';
import { ExplainedQuery } from '../../shared/explain.ts';
import { IndexAdvice } from '../../shared/index-advice.ts';
import { IndexChanges } from '../../shared/index-change.ts';
import { IndexEffects } from '../../shared/index-effect.ts';
import { IndexReport } from '../../shared/indexes.ts';
import { type FreshDatabase, freshDatabase, servers } from '../testing/postgres.ts';
import { type Ended, runCli } from '../testing/run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function withSchool(server: ReturnType<typeof servers>[number]): Promise<FreshDatabase> {
  const database = await freshDatabase(server);
  await database.client.query(
    `CREATE TABLE student (id bigint PRIMARY KEY, class_id bigint NOT NULL, name text);
     CREATE TABLE attendance (id bigint PRIMARY KEY, student_id bigint NOT NULL REFERENCES student, class_id bigint,
                              teacher_id bigint, period bigint, date date, status text, remark text);
     INSERT INTO student SELECT n, n % 5, 'Student ' || n FROM generate_series(1, 50) AS n;
     INSERT INTO attendance SELECT n, 1 + n % 50, n % 5, n % 5, n % 7, date '2026-01-01' + (n % 30), 'present'
       FROM generate_series(1, 5000) AS n;
     CREATE INDEX spare ON attendance (date);
     CREATE INDEX idx_attendance_date_class ON attendance (date, class_id);
     ANALYZE`,
  );
  return database;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  const indexes = (database: Pick<FreshDatabase, 'url'>, ...args: string[]): Promise<Ended> =>
    runCli(['indexes', '--to', database.url, ...args], { env: { ROLLCALL_DATA: join(folder, 'data') } });

  test('lists, creates, drops and rebuilds', async () => {
    await using database = await withSchool(server);
    const listed = await indexes(database);
    expect(listed).toMatchObject({ code: 0, stdout: '' });
    expect(listed.stderr).toMatch(/✗ idx_student_class +missing; --create makes it/);
    expect(listed.stderr).toMatch(/spare +\(date\).*idx_attendance_date_class does all that it does/);
    expect(listed.stderr).toMatch(/attendance \(student_id\) +→ student +5,000 rows/);

    const created = await indexes(database, '--create', '--json');
    const { changes } = IndexChanges.parse(JSON.parse(created.stdout));
    expect(changes.map(({ change }) => change.kind)).toEqual(['create', 'create', 'create']);
    expect((await indexes(database, '--create')).stderr).toContain('Nothing to create');

    const asked = await indexes(database, '--drop', 'idx_student_class');
    expect(asked.stderr).toContain('The class roster would be slow');
    expect(asked.stderr).toContain('[drop-not-confirmed]');
    expect(asked.code).toBe(2);
    expect(await indexes(database, '--drop', 'spare', '--yes')).toMatchObject({ code: 0 });
    expect(await indexes(database, '--rebuild', 'idx_student_class')).toMatchObject({ code: 0 });
    const refused = await indexes(database, '--drop', 'student_pkey', '--yes', '--json');
    expect(CommandFailure.parse(JSON.parse(refused.stdout)).error.code).toBe('index-of-constraint');

    const { named, indexes: now } = IndexReport.parse(JSON.parse((await indexes(database, '--json')).stdout));
    expect(named.map(({ state }) => state.kind)).toEqual(['there', 'there', 'there', 'there']);
    expect(now.map(({ name }) => name)).not.toContain('spare');
  });

  test('says where there are tables when there are none', async () => {
    await using database = await freshDatabase(server);
    const bare = await indexes(database);
    expect(bare).toMatchObject({ code: 0, stdout: '' });
    expect(bare.stderr).toContain('There are no tables in public, and so no indexes.');
    expect(bare.stderr).toContain('move the file first');
    await database.client.query('CREATE SCHEMA school; CREATE TABLE school.student (name text)');
    const elsewhere = await indexes(database);
    expect(elsewhere.stderr).toContain('Schemas that have tables: school. Choose one with --schema.');
    expect((await indexes(database, '--schema', 'school')).stderr).toContain('0 indexes of school');
  });

  test.runIf(server.countsQueries)('ends with 2 where the role may not see what was counted', async () => {
    await using database = await withSchool(server);
    const { client } = database;
    const user = `user_${randomBytes(4).toString('hex')}`;
    await client.query(
      `CREATE EXTENSION pg_stat_statements; REVOKE ALL ON pg_stat_statements FROM PUBLIC;
       CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`,
    );
    try {
      const url = Object.assign(new URL(database.url), { username: user, password: 'hunter2' });
      const denied = await indexes({ url: url.href }, '--advise', '--json');
      expect(IndexAdvice.parse(JSON.parse(denied.stdout)).kind).toBe('denied');
      expect(denied.stderr).toContain(`GRANT pg_monitor TO ${user};`);
      expect(denied.code).toBe(2);
    } finally {
      await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
  });

  test('measures, advises and explains', async () => {
    await using database = await withSchool(server);
    const measured = await indexes(database, '--measure', '--json');
    const { effects, leftover } = IndexEffects.parse(JSON.parse(measured.stdout));
    expect(effects.map(({ found }) => found.kind)).toEqual(['measured', 'measured', 'measured', 'measured']);
    expect(leftover).toEqual([]);
    expect(measured.stderr).toMatch(/idx_attendance_date_class +\S.* without, .* with/);

    const advised = await indexes(database, '--advise', '--json');
    expect(IndexAdvice.parse(JSON.parse(advised.stdout)).kind).toBe('no statistics');
    expect(advised.stderr).toContain('does not count queries');
    expect(advised.code).toBe(2);

    const sql = 'SELECT student_id, count(*) FROM attendance WHERE period = $1 GROUP BY 1';
    const explained = await indexes(database, '--explain', sql, '--value', '3', '--json');
    const plan = ExplainedQuery.parse(JSON.parse(explained.stdout));
    expect(plan).toMatchObject({ how: 'measured', values: ['3'] });
    // Which step is the slowest the machine's load decides.
    expect(explained.stderr).toMatch(/It took \S+ ms\. (?:Most|The largest part) of it/);
    expect(explained.stderr).toMatch(/▶ +\d+ % .*(?:Aggregate|Seq Scan on attendance)\n/);
    expect(explained.stderr).toMatch(/ \d+ rows +Seq Scan on attendance\n/);
    const refused = await indexes(database, '--explain', 'DROP TABLE student');
    expect(refused.stderr).toContain('[query-not-a-select]');
    expect(refused.code).toBe(2);
  });
});
