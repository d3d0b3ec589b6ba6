import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanSentence } from '../../../../shared/plan-sentence.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../../testing/postgres.ts';
import { explainQuery } from './explain.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
    // Every connection gets these: the plans have to be those that are meant.
    await database.client.query(
      `DO $$ BEGIN
         EXECUTE format('ALTER DATABASE %I SET work_mem = ''64kB''', current_database());
         EXECUTE format('ALTER DATABASE %I SET max_parallel_workers_per_gather = 0', current_database());
         EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
       END $$;
       CREATE TABLE attendance (id int PRIMARY KEY, student_id int, class_id int, date date, remark text)
         WITH (autovacuum_enabled = false);
       INSERT INTO attendance SELECT n, n % 900, n % 30, date '2026-01-01' + n % 180, md5(n::text)
         FROM generate_series(1, 40000) AS n;
       CREATE TABLE student AS SELECT n AS id, 'Student ' || n AS name FROM generate_series(1, 300) AS n;
       CREATE TABLE stale (id int, date date) WITH (autovacuum_enabled = false);
       INSERT INTO stale SELECT n, '2026-01-01' FROM generate_series(1, 5000) AS n;
       ANALYZE attendance, student, stale;
       INSERT INTO stale SELECT n, '2026-01-02' FROM generate_series(1, 5000) AS n`,
    );
  });
  afterAll(async () => database[Symbol.asyncDispose]());

  const sentencesOf = async (sql: string): Promise<readonly PlanSentence[]> =>
    (await explainQuery(database.target, 'public', { sql }, new AbortController().signal)).sentences;
  const codesOf = async (sql: string) => (await sentencesOf(sql)).map(({ code }) => code);

  /** In which order they stand the planner decides. */
  const equal = /^(?:class|student)_id$/;

  test('a table that is read for few of its rows wants an index on what it is searched by', async () => {
    const sentences = await sentencesOf(
      "SELECT * FROM attendance WHERE date > '2026-02-01' AND remark LIKE '%a%' AND class_id = 7 AND student_id IN (7, 37)",
    );
    expect(sentences).toEqual([
      { code: 'took', ms: expect.any(Number) },
      {
        code: 'whole-table-kept',
        ms: expect.any(Number),
        most: true,
        table: 'attendance',
        rows: 40_000,
        kept: expect.any(Number),
      },
      {
        code: 'index-may-help',
        table: 'attendance',
        columns: [expect.stringMatching(equal), expect.stringMatching(equal), 'date'],
      },
    ]);
  });

  test('what no index could be searched for wants none', async () => {
    expect(await codesOf("SELECT * FROM attendance WHERE remark LIKE '%abcd%'")).toEqual([
      'took',
      'whole-table-kept',
    ]);
    expect(await codesOf('SELECT * FROM attendance WHERE student_id + 1 = 7')).not.toContain(
      'index-may-help',
    );
  });

  test('a sort that spilled says how much', async () => {
    const sentences = await sentencesOf('SELECT * FROM attendance ORDER BY remark');
    expect(sentences).toContainEqual({ code: 'sort-spilled', bytes: expect.any(Number) });
    const spilled = sentences.flatMap((one) => (one.code === 'sort-spilled' ? one.bytes : []));
    expect(spilled[0]).toBeGreaterThan(1_000_000);
    expect(sentences[1]).toMatchObject({ code: 'sort', rows: 40_000 });
  });

  test('an estimate that is off by a hundred times wants ANALYZE', async () => {
    expect(await sentencesOf("SELECT count(*) FROM stale WHERE date = '2026-01-02'")).toContainEqual({
      code: 'estimate-off',
      table: 'stale',
      expected: expect.any(Number),
      came: 5000,
    });
  });

  test('what was left before its end tells nothing of its estimate', async () => {
    const sentences = await sentencesOf('SELECT * FROM attendance LIMIT 3');
    expect(sentences.map(({ code }) => code)).toEqual(['took', 'until-enough', 'nothing']);
    expect(sentences[1]).toMatchObject({ table: 'attendance', rows: 3 });
    expect(
      await codesOf(
        'SELECT * FROM attendance AS a JOIN (SELECT * FROM attendance WHERE id < 0) AS b USING (student_id)',
      ),
    ).not.toContain('estimate-off');
  });

  test('a table that is looked into for each row of another one is counted', async () => {
    const sentences = await sentencesOf(
      "SELECT id, (SELECT s.id FROM student AS s WHERE s.name = 'No ' || a.student_id) FROM attendance AS a WHERE id <= 2000",
    );
    expect(sentences[1]).toMatchObject({ code: 'again', table: 'student', times: 2000, most: true });
    expect(sentences.slice(2)).toEqual([{ code: 'index-may-help', table: 'student', columns: ['name'] }]);
  });

  test('says when nothing stands out, and where the time of a good plan went', async () => {
    const sentences = await sentencesOf('SELECT * FROM attendance WHERE id = 17');
    expect(sentences).toEqual([
      { code: 'took', ms: expect.any(Number) },
      { code: 'by-index', ms: expect.any(Number), most: expect.any(Boolean), table: 'attendance', rows: 1 },
      { code: 'nothing' },
    ]);
    expect(await sentencesOf('SELECT * FROM student')).toMatchObject([
      { code: 'took' },
      { code: 'whole-table', table: 'student', rows: 300 },
      { code: 'nothing' },
    ]);
  });

  test('what several processes did side by side is counted together', async () => {
    await database.client.query(
      `CREATE TABLE year AS SELECT n % 30 AS class_id, n % 900 AS student_id FROM generate_series(1, 400000) AS n;
       ANALYZE year`,
    );
    const alter = async (settings: Readonly<Record<string, number>>) => {
      for (const [name, value] of Object.entries(settings)) {
        await database.client.query(
          `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${name} = ${value}', current_database()); END $$`,
        );
      }
    };
    await alter({
      max_parallel_workers_per_gather: 2,
      min_parallel_table_scan_size: 0,
      parallel_setup_cost: 0,
      parallel_tuple_cost: 0,
    });
    const { steps, sentences } = await explainQuery(
      database.target,
      'public',
      { sql: 'SELECT * FROM year WHERE class_id = 7 AND student_id = 7' },
      new AbortController().signal,
    );
    expect(steps.map(({ kind }) => kind)).toContain('Parallel Seq Scan');
    // On a busy machine it takes longest to start the processes.
    const [, where, ...help] = sentences;
    expect(['whole-table-kept', 'gather']).toContain(where?.code);
    if (where?.code === 'whole-table-kept') {
      // Before PostgreSQL 18 a mean of the processes is told in whole rows.
      expect(Math.abs(where.rows - 400_000)).toBeLessThan(5);
      expect(help).toEqual([{ code: 'index-may-help', table: 'year', columns: ['class_id', 'student_id'] }]);
    }
    const sorted = await sentencesOf('SELECT remark FROM attendance ORDER BY remark');
    expect(sorted).toContainEqual({ code: 'sort-spilled', bytes: expect.any(Number) });
    await alter({ max_parallel_workers_per_gather: 0 });
  });

  test('what was only planned took no time', async () => {
    expect(await sentencesOf('SELECT * FROM attendance WHERE id = $1')).toEqual([{ code: 'not-run' }]);
  });
});
