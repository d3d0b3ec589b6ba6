import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IndexEffect } from '../../../shared/index-effect.ts';
import type { Target } from '../../../shared/target.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { measureNamedIndexes } from './effect.ts';
import { compared, timeOf } from './measure-in-turns.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
    await database.client.query(
      `CREATE TABLE student (id bigint PRIMARY KEY, class_id bigint NOT NULL);
       CREATE TABLE attendance (
         id bigint PRIMARY KEY, student_id bigint NOT NULL REFERENCES student, class_id bigint NOT NULL,
         teacher_id bigint NOT NULL, period bigint NOT NULL, date date NOT NULL, status text NOT NULL, remark text,
         UNIQUE (student_id, date, period));
       INSERT INTO student SELECT n, n % 200 FROM generate_series(1, 4000) AS n;
       INSERT INTO attendance
         SELECT row_number() OVER (), student.id, class_id, class_id, period, date '2026-01-01' + day, 'present'
           FROM student, generate_series(1, 5) AS period, generate_series(0, 4) AS day;
       ANALYZE`,
    );
  });
  afterAll(async () => database[Symbol.asyncDispose]());

  const measure = async (target: Target): Promise<IndexEffect[]> => {
    const context = { signal: new AbortController().signal, advance: () => undefined };
    return (await measureNamedIndexes(target, 'public', context)).effects;
  };

  const standing = async () => {
    const { rows } = await database.client.query(
      "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname !~ '^(pg_|information_schema)' ORDER BY 1, 2",
    );
    return rows;
  };

  test('measures each on a copy, and leaves everything as it was', async () => {
    const before = await standing();
    const effects = await measure(database.target);
    expect(await standing()).toEqual(before);
    const of = (name: string) => {
      const found = effects.find((effect) => effect.name === name)?.found;
      if (found?.kind !== 'measured') throw new Error(`${name} was not measured.`);
      return found;
    };
    for (const name of [
      'idx_attendance_date_class',
      // It bears no such name here: the unique constraint does its work.
      'idx_attendance_student_date_period',
    ]) {
      const { verdict, without, with: after, planWithout, planWith, rows } = of(name);
      expect([name, verdict]).toEqual([name, 'faster']);
      expect(without.median).toBeGreaterThan(2 * after.median);
      // Nor by any of the others that the copy has and the live tables haven't.
      expect(planWithout.steps.filter(({ index }) => index?.startsWith('idx_'))).toEqual([]);
      expect(planWith.steps.some(({ kind, index }) => kind.includes('Scan') && index !== undefined)).toBe(
        true,
      );
      expect(rows).toBe(100_000);
    }
    expect(of('idx_attendance_period_class_teacher').verdict).toBe('faster');
    expect(of('idx_student_class').verdict).not.toBe('slower');
  });

  test('a role that may make no copy hears what it lacks, or what the planner thinks', async () => {
    const { client, target } = database;
    const { rows } = await client.query("SELECT FROM pg_available_extensions WHERE name = 'hypopg'");
    const hasHypopg = rows.length > 0;
    await client.query(
      `DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'reader';
       GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
       ${hasHypopg ? 'CREATE EXTENSION hypopg' : ''}`,
    );
    const effects = await measure({ ...target, user: 'reader', password: 'reader' });
    const found = effects.find(({ name }) => name === 'idx_attendance_date_class')?.found;
    if (hasHypopg) {
      if (found?.kind !== 'planned') throw new Error('It was not planned.');
      expect(found.costWithout).toBeGreaterThan(5 * found.costWith);
    } else expect(found).toEqual({ kind: 'not possible', grants: [expect.stringContaining('GRANT CREATE')] });
    await client.query('DROP OWNED BY reader; DROP ROLE reader; DROP EXTENSION IF EXISTS hypopg');
  });

  test('says what does not apply', async () => {
    await using other = await freshDatabase(server);
    await other.client.query('CREATE TABLE student (id bigint PRIMARY KEY, class_id bigint)');
    const effects = await measure(other.target);
    expect(effects.map(({ found }) => found.kind)).toEqual([
      'does not apply',
      'does not apply',
      'does not apply',
      'no rows',
    ]);
  });

  test('is cancelled within a second and removes its copy', async () => {
    const before = await standing();
    const controller = new AbortController();
    const measuring = measureNamedIndexes(database.target, 'public', {
      signal: controller.signal,
      advance: ({ done }) => done > 0.5 && controller.abort(),
    });
    await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
    expect(await standing()).toEqual(before);
  });
});

test('a time is the median of all, between the medians of the rounds', () => {
  expect(timeOf([[1, 2, 9], [3, 4], [2]])).toEqual({ median: 2.5, low: 2, high: 3.5 });
});

test('what reaches into each other is no difference', () => {
  const time = (low: number, high: number) => ({ median: (low + high) / 2, low, high });
  expect(compared(time(5, 7), time(1, 4)).verdict).toBe('faster');
  expect(compared(time(5, 7), time(1, 5)).verdict).toBe('no difference');
  expect(compared(time(5, 7), time(6, 9)).verdict).toBe('no difference');
  expect(compared(time(1, 2), time(3, 4)).verdict).toBe('slower');
});
