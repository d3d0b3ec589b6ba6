import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdviceWanted, AdvisedIndex, IndexAdvice } from '../../../../shared/index-advice.ts';
import type { Target } from '../../../../shared/target.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../../testing/postgres.ts';
import { adviseIndexes } from './advise.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
    await database.client.query(
      `CREATE TABLE student (id bigint PRIMARY KEY, class_id bigint NOT NULL, email text NOT NULL);
       CREATE TABLE attendance (
         id bigint PRIMARY KEY, student_id bigint NOT NULL, class_id bigint NOT NULL, period bigint NOT NULL,
         date date NOT NULL, status text NOT NULL, remark text);
       INSERT INTO student SELECT n, n % 40, n || '@school' FROM generate_series(1, 4000) AS n;
       INSERT INTO attendance
         SELECT n, 1 + n % 4000, n % 40, n % 7, date '2026-01-01' + (n % 180)::int, (ARRAY['present', 'late'])[1 + n % 2]
           FROM (SELECT (n * 7919::bigint) % 100003 AS n FROM generate_series(1, 60000) AS n) AS shuffled;
       CREATE TABLE visit (
         id bigint, room int, at timestamp NOT NULL, seen timestamptz NOT NULL, details jsonb, door box, note text);
       INSERT INTO visit
         SELECT n, n % 5, timestamp '2026-01-01' + n * interval '1 hour', now() + n * interval '1 hour',
                jsonb_build_object('card', n, 'gate', 'north')
           FROM generate_series(1, 20000) AS n;
       INSERT INTO visit (id, at, seen, door, note)
         SELECT 0, now(), now(), '(1,1),(0,0)', string_agg(md5(n::text), '') FROM generate_series(1, 500) AS n;
       CREATE INDEX following ON visit ((id + 1));
       CREATE FUNCTION name_of(bigint) RETURNS text LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN $1; END';
       CREATE INDEX by_period ON attendance (period, class_id);
       ANALYZE`,
    );
  });
  afterAll(async () => database[Symbol.asyncDispose]());

  const advise = (wanted: AdviceWanted, target: Target = database.target): Promise<IndexAdvice> =>
    adviseIndexes(target, 'public', wanted, {
      signal: new AbortController().signal,
      advance: () => undefined,
    });

  const advisedFor = async (sql: string): Promise<AdvisedIndex[]> => {
    const advice = await advise({ kind: 'pasted', sql });
    if (advice.kind !== 'advice') throw new Error('There was no advice.');
    return advice.advised;
  };

  const shown = ({ index: { table, keys } }: AdvisedIndex) => {
    const parts = keys.map((key) => {
      if (key.kind === 'expression') return `(${key.sql})`;
      return key.descending ? `${key.name} DESC` : key.name;
    });
    return `${table}(${parts.join(', ')})`;
  };

  test.each<[string, string, string[]]>([
    [
      'equality, the most selective column first',
      'SELECT * FROM attendance WHERE class_id = $1 AND date = $2',
      ['attendance(date, class_id)'],
    ],
    [
      'a range after equality',
      'SELECT * FROM attendance WHERE date BETWEEN $1 AND $2 AND student_id = $3',
      ['attendance(student_id, date)'],
    ],
    [
      'an order after equality',
      'SELECT * FROM attendance WHERE class_id = $1 ORDER BY date DESC LIMIT 10',
      ['attendance(class_id, date)'],
    ],
    [
      'an order that turns',
      'SELECT * FROM attendance ORDER BY date DESC, id LIMIT 10',
      ['attendance(date, id DESC)'],
    ],
    [
      'both sides of a join',
      'SELECT * FROM student AS s JOIN attendance AS a ON a.student_id = s.id WHERE s.email = $1',
      ['attendance(student_id)', 'student(email)'],
    ],
    [
      'a query within',
      'SELECT * FROM student WHERE id IN (SELECT student_id FROM attendance WHERE date = $1 AND class_id = 3)',
      ['attendance(date, class_id)'],
    ],
    ['an index that is there', 'SELECT * FROM attendance WHERE period = $1 AND class_id = $2', []],
    ['a column that half of the rows share', "SELECT * FROM attendance WHERE status = 'late'", []],
    ['nothing to look for', 'SELECT count(*) FROM attendance', []],
    [
      'a name that WITH hides',
      'WITH student AS (SELECT 1 AS email) SELECT * FROM student WHERE email = $1',
      [],
    ],
    ['either of two', 'SELECT * FROM attendance WHERE date = $1 OR student_id = $2', []],
    ['what is computed', 'SELECT * FROM student WHERE lower(email) = $1', ['student((lower(email)))']],
    [
      'the day of a moment',
      "SELECT * FROM visit AS v WHERE date_trunc('day', v.at) = '2026-02-03'",
      ["visit((date_trunc('day'::text, at)))"],
    ],
    [
      'a part of a document, which needs no column in front of it',
      "SELECT * FROM visit WHERE room = 3 AND details ->> 'card' = $1",
      ["visit(((details ->> 'card'::text)))"],
    ],
    [
      'a column that a B-tree cannot be built over, beside one that it can',
      "SELECT * FROM visit WHERE door = '(1,1),(0,0)' AND id = $1",
      ['visit(id)'],
    ],
    [
      'texts that are too long for a B-tree, beside what is not',
      'SELECT * FROM visit WHERE note = $1 AND id = $2',
      ['visit(id)'],
    ],
    ['what is there already', 'SELECT * FROM visit WHERE id + 1 = $1', []],
    ['what depends on the time zone', "SELECT * FROM visit WHERE date_trunc('day', seen) = '2026-02-03'", []],
    ['what half of the rows share', "SELECT * FROM attendance WHERE upper(status) = 'LATE'", []],
    [
      'a function that changes its mind',
      'SELECT * FROM student WHERE id + random() = 4 AND name_of(id) = $1',
      [],
    ],
    [
      'what is named with its schema',
      'SELECT * FROM public.attendance WHERE public.attendance.date = $1 AND attendance.class_id = $2',
      ['attendance(date, class_id)'],
    ],
    [
      'what a query in WITH does not hide',
      'WITH student AS (SELECT 1) SELECT s.* FROM public.student AS s WHERE s.email = $1',
      ['student(email)'],
    ],
  ])('%s', async (_, sql, expected) => {
    expect((await advisedFor(sql)).map(shown).sort()).toEqual(expected);
  });

  test('says what is saved, and creates nothing', async () => {
    const relations = async () =>
      (
        await database.client.query(
          "SELECT relname FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace ORDER BY 1",
        )
      ).rows;
    const before = await relations();
    const [best] = await advisedFor('SELECT * FROM attendance WHERE student_id = $1');
    expect(best?.index.name).toBe('idx_attendance_student_id');
    expect(best?.bytes).toBeGreaterThan(300_000);
    const [query] = best?.queries ?? [];
    expect(query?.costWithout).toBeGreaterThan(10 * (query?.costWith ?? Number.POSITIVE_INFINITY));
    expect(await relations()).toEqual(before);
  });

  test('refuses what is no SELECT', async () => {
    await expect(advise({ kind: 'pasted', sql: 'DELETE FROM attendance' })).rejects.toMatchObject({
      code: 'query-not-a-select',
    });
  });
});

const counting = servers().filter(({ countsQueries }) => countsQueries);

describe.each(counting)('what PostgreSQL $version has counted', (server) => {
  test('is weighed by its time against what is written', async () => {
    await using database = await freshDatabase(server);
    const { client } = database;
    const advise = () =>
      adviseIndexes(
        database.target,
        'public',
        { kind: 'counted' },
        {
          signal: new AbortController().signal,
          advance: () => undefined,
        },
      );
    expect(await advise()).toEqual({ kind: 'no statistics', why: 'not created' });
    await client.query(
      `CREATE EXTENSION pg_stat_statements;
       CREATE TABLE mark (id bigint PRIMARY KEY, student_id bigint, noise bigint);
       INSERT INTO mark SELECT n, n % 500, n % 500 FROM generate_series(1, 50000) AS n;
       ANALYZE mark;
       SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()`,
    );
    for (let n = 0; n < 40; n += 1) await client.query('SELECT * FROM mark WHERE student_id = $1', [n]);
    await client.query("SELECT * FROM mark WHERE noise = 1 AND interval '1 day' > interval '1 hour'");
    await client.query("SELECT * FROM mark WHERE noise = 1 AND point '1,1' ~= point '1,1'");
    await client.query('UPDATE mark SET noise = noise WHERE student_id = 7');
    const advice = await advise();
    if (advice.kind !== 'advice') throw new Error('There was no advice.');
    const [best] = advice.advised;
    expect(best?.index.keys).toEqual([{ kind: 'column', name: 'student_id', descending: false }]);
    expect(best?.queries[0]).toMatchObject({ calls: 40, sql: 'SELECT * FROM mark WHERE student_id = $1' });
    expect(best?.queries.some(({ sql }) => sql.startsWith('UPDATE'))).toBe(true);
    expect(best?.savedMs).toBeLessThan(best?.queries.reduce((sum, { totalMs = 0 }) => sum + totalMs, 0) ?? 0);
    expect(best?.rowsWritten).toBe(100);
    expect(advice.unreadable).toBe(1);
  });

  test('names the grants to a role that may not see the queries of others', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const user = `user_${randomBytes(4).toString('hex')}`;
    await client.query(
      `CREATE EXTENSION pg_stat_statements;
       CREATE TABLE mark (id bigint PRIMARY KEY);
       CREATE ROLE ${user} LOGIN PASSWORD 'hunter2';
       SELECT count(*) FROM mark`,
    );
    const asked = () =>
      adviseIndexes(
        { ...target, user, password: 'hunter2' },
        'public',
        { kind: 'counted' },
        {
          signal: new AbortController().signal,
          advance: () => undefined,
        },
      );
    try {
      const monitor = `GRANT pg_monitor TO ${user};`;
      expect(await asked()).toEqual({ kind: 'denied', grants: [monitor] });
      await client.query('REVOKE ALL ON pg_stat_statements FROM PUBLIC');
      const select = `GRANT SELECT ON public.pg_stat_statements TO ${user};`;
      expect(await asked()).toEqual({ kind: 'denied', grants: [select, monitor] });
      await client.query(select + monitor);
      expect(await asked()).toMatchObject({ kind: 'advice' });
    } finally {
      await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
  });
});
