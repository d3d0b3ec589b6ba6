import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase, servers } from '../../../testing/postgres.ts';
import { explainAsked, explainQuery } from './explain.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
    await database.client.query(
      `CREATE SCHEMA school; SET search_path = school;
       CREATE SEQUENCE numbers;
       CREATE FUNCTION acts_by_itself() RETURNS int LANGUAGE sql AS 'SELECT 1';
       CREATE FUNCTION acts_between(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true';
       CREATE VIEW acts_when_read AS SELECT acts_by_itself();
       CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = acts_between);
       CREATE FUNCTION only_reads() RETURNS int STABLE LANGUAGE sql AS 'SELECT 1';
       CREATE TABLE attendance (id bigint PRIMARY KEY, student_id bigint NOT NULL, date date NOT NULL, period int, remark text);
       INSERT INTO attendance (id, student_id, date) SELECT n, n % 100, date '2026-01-01' + (n % 180)::int FROM generate_series(1, 30000) AS n;
       CREATE TABLE student AS SELECT n::bigint AS id, 'Student ' || n AS name FROM generate_series(1, 100) AS n;
       ANALYZE attendance, student`,
    );
  });
  afterAll(async () => database[Symbol.asyncDispose]());

  const explain = (sql: string, values?: (string | null)[], signal = new AbortController().signal) =>
    explainQuery(database.target, 'school', { sql, ...(values === undefined ? {} : { values }) }, signal);

  test('marks the slow step of a query that is run', async () => {
    const { how, steps, slowest, executionMs, planningMs } = await explain(
      `WITH marked AS MATERIALIZED (SELECT student_id, count(*) AS n FROM attendance WHERE date = '2026-02-01' GROUP BY 1)
       SELECT name, n FROM marked JOIN student ON id = student_id ORDER BY name; -- a remark`,
    );
    expect(how).toBe('measured');
    const slow = steps[slowest];
    expect(slow).toMatchObject({ kind: 'Seq Scan', reads: 'attendance', notes: ['filters most'] });
    expect(slow?.details).toContainEqual({ label: 'Filter', text: "(date = '2026-02-01'::date)" });
    expect(slow?.buffers?.hit).toBeGreaterThan(100);
    const sum = steps.reduce((total, { ms }) => total + (ms?.self ?? 0), 0);
    expect(sum).toBeGreaterThan(0.8 * (steps[0]?.ms?.total ?? 0));
    expect(sum).toBeLessThan(1.05 * (executionMs ?? 0));
    expect(planningMs).toBeGreaterThan(0);
  });

  test('plans for any values, or runs with those that are given', async () => {
    const sql = 'SELECT * FROM attendance WHERE id = $1 AND date > $2';
    const generic = await explain(sql);
    expect(generic).toMatchObject({ how: 'generic', parameters: 2, slowest: 0 });
    expect(generic.steps[0]).toMatchObject({ kind: 'Index Scan', index: 'attendance_pkey' });
    expect(generic.executionMs).toBeUndefined();
    const measured = await explain(sql, ['17', '2026-01-01']);
    expect(measured).toMatchObject({ how: 'measured', parameters: 2 });
    expect(measured.steps[0]?.actualRows).toBe(1);
    await expect(explain(sql, ['17'])).rejects.toMatchObject({ code: 'query-values' });
    await expect(explain(sql, ['many', null])).rejects.toMatchObject({ code: 'query-refused' });
    await expect(explain('SELECT 1', ['1'])).rejects.toMatchObject({ code: 'query-values' });
  });

  test('plans what pg_stat_statements writes, which no server takes as it is', async () => {
    const counted =
      "SELECT count(*) FROM attendance WHERE date > date $1 - interval $2 AND remark <> 'date $1'";
    expect(await explain(counted)).toMatchObject({ how: 'generic', parameters: 2 });
    const { how, sql } = await explain(counted, ['2026-03-01', '7 days']);
    expect(how).toBe('measured');
    expect(sql).toContain('date > $1::date - $2::interval');
  });

  test.each([
    ['', 'query-missing'],
    ['-- nothing', 'query-missing'],
    ['SELEC 1', 'query-syntax'],
    ['SELECT 1; SELECT 2', 'query-several'],
    ['SELECT 1; DROP TABLE school.student; --', 'query-several'],
    ['EXPLAIN SELECT 1', 'query-not-a-select'],
    ['DELETE FROM attendance', 'query-not-a-select'],
    ['VACUUM', 'query-not-a-select'],
    ['WITH gone AS (DELETE FROM attendance RETURNING id) SELECT count(*) FROM gone', 'query-not-a-select'],
    [
      'SELECT * FROM (WITH x AS (UPDATE student SET name = name RETURNING 1) SELECT * FROM x) AS y',
      'query-not-a-select',
    ],
    ['SELECT * INTO copy FROM student', 'query-not-a-select'],
    ['CREATE TABLE copy AS SELECT 1', 'query-not-a-select'],
    ['SELECT * FROM student FOR UPDATE', 'query-not-a-select'],
    ['SELECT * FROM student WHERE id IN (SELECT id FROM student FOR SHARE)', 'query-not-a-select'],
    ["SELECT nextval('numbers')", 'query-acts'],
    ['SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()', 'query-acts'],
    ['SELECT (SELECT max(pg_catalog.pg_cancel_backend(pid)::int) FROM pg_stat_activity)', 'query-acts'],
    ["SELECT set_config('transaction_read_only', 'off', true)", 'query-acts'],
    ["SELECT lo_import('/etc/hostname')", 'query-acts'],
    ["SELECT query_to_xml('SELECT pg_stat_reset()', true, true, '')", 'query-acts'],
    ['SELECT acts_by_itself()', 'query-acts'],
    ['SELECT * FROM acts_when_read', 'query-acts'],
    ['SELECT * FROM school.acts_when_read', 'query-acts'],
    ['SELECT period === 1 FROM attendance', 'query-acts'],
    ['SELECT * FROM nowhere', 'query-refused'],
  ])('%s', async (sql, code) => {
    const count = async () =>
      (
        await database.client.query(
          'SELECT (SELECT count(*) FROM attendance), (SELECT count(*) FROM pg_class)',
        )
      ).rows;
    const before = await count();
    await expect(explain(sql)).rejects.toMatchObject({ code });
    expect(await count()).toEqual(before);
  });

  test('runs what only tells something, and plans what acts when it is not run', async () => {
    expect(
      await explain("SELECT only_reads(), clock_timestamp(), pg_relation_size('attendance')"),
    ).toMatchObject({
      how: 'measured',
    });
    expect(await explain('SELECT pg_terminate_backend($1)')).toMatchObject({ how: 'generic' });
  });

  test('is stopped within a second', async () => {
    const controller = new AbortController();
    const explaining = explain('SELECT pg_sleep(20)', undefined, controller.signal);
    const ended = expect(explaining).rejects.toMatchObject({ code: 'cancelled' });
    setTimeout(() => controller.abort(), 300);
    const began = performance.now();
    await ended;
    expect(performance.now() - began).toBeLessThan(1600);
  });

  test('asks for a screen of the application with values from its rows', async () => {
    const asked = (name: string) =>
      explainAsked(database.target, 'school', { kind: 'scenario', name }, new AbortController().signal);
    const { sql, values, how, steps } = await asked('student-detail');
    expect(sql).toContain('student_id = $1');
    expect(how).toBe('measured');
    expect(values).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(steps.some(({ reads }) => reads === 'attendance')).toBe(true);
    await expect(asked('remark-updates')).rejects.toMatchObject({ code: 'scenario-unknown' });
  });
});
