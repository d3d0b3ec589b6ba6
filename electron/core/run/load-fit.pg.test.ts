import { describe, expect, it } from 'vitest';
import { Scenario, type ScenarioFit } from '../../../shared/scenario.ts';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { schemaDigest } from '../../testing/schema-digest.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { builtInScenarios } from '../scenarios/built-in.ts';
import { stepsOf } from '../scenarios/operations.ts';
import { fitOf, fitScenarios, tryScenario } from './load-fit.ts';

const signal = new AbortController().signal;

/** As an application with names of its own taste might have them. */
const mixedCase = [
  `CREATE TABLE Student (ID INTEGER PRIMARY KEY, Name TEXT, Class_ID INTEGER)`,
  `CREATE TABLE Attendance (ID INTEGER PRIMARY KEY, Student_ID INTEGER REFERENCES Student, Class_ID INTEGER,
     Teacher_ID INTEGER, Date DATE, Period INTEGER, Status TEXT, Remark TEXT)`,
  "INSERT INTO Student VALUES (1, 'one', 1)",
  "INSERT INTO Attendance VALUES (1, 1, 1, 1, '2025-01-01', 1, 'present', NULL)",
];

function own(sql: string, more: Partial<Scenario> = {}): Scenario {
  return Scenario.parse({
    name: 'own',
    screen: 'Own',
    writes: false,
    statements: [{ sqlite: sql, postgres: sql }],
    ...more,
  });
}

describe.each(servers())('scenarios on PostgreSQL $version', (server) => {
  it('fits the built-in ones to names in any case, as the migration keeps them', async () => {
    await using database = await freshDatabase(server);
    const { target } = database;
    const source = sqliteFile(...mixedCase);
    expect(await migrateFile(source, target)).toMatchObject({ outcome: 'verified' });
    const fitted = await fitScenarios({ file: source, target, schema: 'public' }, builtInScenarios, signal);
    expect(fitted.map((one) => fitOf(one)).filter(({ kind }) => kind === 'skipped')).toEqual([]);
    const tables = fitted.map((one) => ('fits' in one ? one.fits.tables : []));
    expect(tables.at(-1)).toEqual(['Student', 'Attendance']);
  });

  it('asks the server for a date as the migration wrote it there, and for no row that it has not', async () => {
    await using database = await freshDatabase(server);
    const { target } = database;
    const source = sqliteFile(
      'CREATE TABLE attendance (id INTEGER PRIMARY KEY, class_id INTEGER, date DATE NOT NULL)',
      "INSERT INTO attendance VALUES (1, 7, '13/01/2025'), (2, 7, '14/01/2025'), (3, 7, 'some day')",
    );
    expect(await migrateFile(source, target, { badRows: 'quarantine' })).toMatchObject({
      outcome: 'verified with quarantine',
    });
    const daily = builtInScenarios.filter(({ name }) => name === 'daily-report');
    const [fitted] = await fitScenarios({ file: source, target, schema: 'public' }, daily, signal);
    if (fitted === undefined || !('fits' in fitted)) throw new Error(JSON.stringify(fitted));
    const { scenario, sqlite, postgres, drawn, toServer } = fitted.fits;
    const asked = drawn.map((values) =>
      [stepsOf(scenario, sqlite, values), stepsOf(scenario, postgres, values, toServer)].map((steps) =>
        steps[0]?.values.map(String),
      ),
    );
    expect(new Set(asked.map((both) => JSON.stringify(both)))).toEqual(
      new Set(
        ['13', '14'].map((day) =>
          JSON.stringify([
            [`${day}/01/2025`, '7'],
            [`2025-01-${day}`, '7'],
          ]),
        ),
      ),
    );
  });

  it('skips what does not fit, with the words of whoever refuses, and touches nothing', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const source = sqliteFile(
      'CREATE TABLE t (a INTEGER, b TEXT, c BLOB)',
      "INSERT INTO t VALUES (1, 'x', x'00')",
    );
    await client.query('CREATE SEQUENCE numbers; CREATE TABLE t (a int); INSERT INTO t VALUES (1)');
    const before = await schemaDigest(client, 'public');
    const reasonOf = async (scenario: Scenario) => {
      const request = { source, target, schema: 'public', folder: testFolder(), scenario };
      const fit: ScenarioFit = await tryScenario(request, { signal, advance: () => undefined });
      return fit.kind === 'skipped' ? fit.reason : fit.kind;
    };
    const drawA = { sql: 'SELECT a FROM t', by: 'uniform' } as const;
    const refused = (by: string, detail: string) => ({
      kind: 'refused',
      by,
      detail: expect.stringContaining(detail),
    });
    const problem = (problem: string) => ({ kind: 'not allowed', problem });

    expect(await reasonOf(own('SELECT * FROM t WHERE a = :a', { draw: drawA }))).toBe('fits');
    expect(await reasonOf(own('UPDATE t SET a = 7', { writes: true }))).toBe('fits');
    expect(await reasonOf(own('SELECT z FROM t'))).toMatchObject(refused('sqlite', 'no such column: z'));
    expect(await reasonOf(own('SELECT b FROM t'))).toMatchObject(
      refused('postgres', 'column "b" does not exist'),
    );
    expect(await reasonOf(own('SELECT * FROM'))).toMatchObject(refused('sqlite', 'incomplete input'));
    expect(await reasonOf(own('SELECT * FROM t WHERE a = :a'))).toEqual({
      kind: 'not drawn',
      parameter: 'a',
    });
    expect(
      await reasonOf(own('SELECT 1', { draw: { ...drawA, sql: 'SELECT a FROM t WHERE a > 1' } })),
    ).toEqual({
      kind: 'nothing to draw from',
    });
    expect(await reasonOf(own('SELECT 1', { draw: { ...drawA, sql: 'SELECT c FROM t' } }))).toMatchObject(
      refused('sqlite', 'blob'),
    );
    expect(await reasonOf(own('UPDATE t SET a = 7'))).toMatchObject(problem('changes rows'));
    const only = (postgres: string, writes = false) =>
      reasonOf(own('', { writes, statements: [{ sqlite: 'SELECT 1', postgres }] }));
    expect(await only('SELECT 1; DELETE FROM t')).toMatchObject(problem('several statements'));
    expect(await only('DROP TABLE t', true)).toMatchObject(problem('another kind of statement'));
    expect(await only('SELECT a INTO u FROM t', true)).toMatchObject(problem('another kind of statement'));
    expect(
      await only('WITH gone AS (DELETE FROM public.t RETURNING a) SELECT * FROM gone', true),
    ).toMatchObject(problem('names a schema'));
    expect(await only('SELECT public.f()')).toMatchObject(problem('names a schema'));
    expect(await only('DELETE FROM t')).toMatchObject(refused('postgres', 'read-only transaction'));
    expect(await only('SELECT (')).toMatchObject(refused('postgres', 'syntax error'));
    const acts = problem('calls a function that acts');
    expect(await only("SELECT set_config('search_path', 'public', false)", true)).toMatchObject(acts);
    expect(await only("SELECT nextval('public.numbers')", true)).toMatchObject(acts);
    expect(await only('SELECT pg_terminate_backend(pid) FROM pg_stat_activity')).toMatchObject(acts);
    expect(await only('SELECT random(), count(*) FROM t')).toBe('fits');
    const attach = "/* x */ ATTACH 'school.db' AS live";
    expect(await reasonOf(own('', { statements: [{ sqlite: attach, postgres: 'SELECT 1' }] }))).toMatchObject(
      problem('another kind of statement'),
    );
    expect(await only('SELECT :b')).toEqual({ kind: 'not drawn', parameter: 'b' });
    const repeated = { sqlite: 'SELECT :a', postgres: 'SELECT :a::int, :b::int', each: true };
    const draw = { ...drawA, each: 'SELECT a FROM t' };
    expect(await reasonOf(own('', { draw, statements: [repeated] }))).toEqual({
      kind: 'not drawn',
      parameter: 'b',
    });
    expect(await schemaDigest(client, 'public')).toBe(before);
  });
});
