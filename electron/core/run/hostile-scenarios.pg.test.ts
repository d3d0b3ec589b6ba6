import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultLoadOptions } from '../../../shared/load-plan.ts';
import { LoadReport } from '../../../shared/load-test.ts';
import { Scenario } from '../../../shared/scenario.ts';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { schemaDigest } from '../../testing/schema-digest.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { loadTest } from './load-test.ts';

const school = [
  'CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT)',
  `CREATE TABLE attendance (id INTEGER PRIMARY KEY, student_id INTEGER REFERENCES student, date DATE, status TEXT,
     remark TEXT)`,
  "INSERT INTO student VALUES (1, 'one'), (2, 'two')",
  "INSERT INTO attendance VALUES (1, 1, '2025-01-01', 'present', NULL), (2, 2, '2025-01-01', 'late', NULL)",
];

/** Things that a school may have made, each of which changes its data when it is run. */
const traps = `
  CREATE TABLE log (at timestamptz);
  CREATE SEQUENCE numbers;
  CREATE FUNCTION acts() RETURNS text LANGUAGE sql AS 'INSERT INTO public.log VALUES (now()) RETURNING ''x''';
  CREATE FUNCTION acts(a bigint, b bigint) RETURNS bool LANGUAGE sql AS 'SELECT public.acts() IS NULL';
  CREATE FUNCTION says_stable() RETURNS text STABLE LANGUAGE sql AS 'SELECT public.acts()';
  CREATE FUNCTION acts_by_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM public.acts(); RETURN NEW; END';
  CREATE OPERATOR === (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = acts);
  CREATE FUNCTION acts_in_turn(a bigint, b bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1 FROM (SELECT public.acts()) AS x';
  CREATE AGGREGATE all_acting (bigint) (SFUNC = acts_in_turn, STYPE = bigint);
  CREATE VIEW by_function AS SELECT id, acts() FROM attendance;
  CREATE VIEW by_operator AS SELECT id === 1 AS x FROM attendance;
  CREATE VIEW by_sequence AS SELECT nextval('numbers');
  CREATE VIEW by_view AS SELECT * FROM by_function;
  CREATE VIEW by_stable AS SELECT says_stable();
  CREATE DOMAIN watched AS int CHECK (acts() IS NOT NULL);
  CREATE DOMAIN counted AS int DEFAULT nextval('numbers');
  CREATE TABLE with_watched (id int, x watched);
  CREATE TABLE with_counted (id int, x counted[]);
  CREATE TABLE with_number (id int, text_form int DEFAULT nextval('public.numbers'::text::regclass),
    code text DEFAULT 'A' || nextval('numbers'));
  ALTER TABLE attendance ALTER remark SET DEFAULT acts(), ADD CONSTRAINT watched CHECK (acts() IS NOT NULL) NOT VALID;
  CREATE TRIGGER watching AFTER INSERT OR UPDATE OR DELETE ON attendance FOR EACH ROW EXECUTE FUNCTION acts_by_trigger();
  CREATE RULE noticing AS ON UPDATE TO student DO ALSO INSERT INTO log VALUES (now())`;

const outside = join(testFolder(), 'outside');

/** By their names; `reads` are read-only scenarios. Those that are measured leave the school's data alone all the same. */
const hostile = {
  measured: {
    'deletes-in-with': 'WITH gone AS (DELETE FROM attendance RETURNING id) SELECT count(*) FROM gone',
    locks: 'SELECT * FROM attendance FOR UPDATE',
    'inserts-with-default': 'INSERT INTO attendance (student_id) VALUES (1)',
    'inserts-with-number': 'INSERT INTO with_number (id) VALUES (1)',
    'updates-with-rule': "UPDATE student SET name = name || '!'",
    merges: `MERGE INTO attendance USING student ON student.id = student_id WHEN MATCHED THEN UPDATE SET status = 'x'`,
  },
  reads: {
    'locks-unasked': 'SELECT * FROM attendance FOR UPDATE',
    'deletes-unasked': 'WITH gone AS (DELETE FROM attendance RETURNING id) SELECT count(*) FROM gone',
    'acts-in-reading': 'SELECT acts()',
    'reads-view': 'SELECT * FROM by_function',
  },
  writes: {
    'calls-function': 'SELECT acts()',
    'calls-with-schema': 'SELECT public.acts()',
    'calls-stable': 'SELECT says_stable()',
    'calls-operator': 'SELECT * FROM attendance WHERE id === student_id',
    'calls-operator-with-schema': 'SELECT 1 OPERATOR(public.===) 1',
    'orders-by-operator': 'SELECT * FROM attendance ORDER BY id USING OPERATOR(public.===)',
    'calls-aggregate': 'SELECT all_acting(id) FROM attendance',
    'casts-to-domain': 'SELECT 1::public.watched',
    'casts-to-found-domain': 'SELECT 1::watched',
    'by-function': 'SELECT * FROM by_function',
    'by-operator': 'SELECT * FROM by_operator',
    'by-sequence': 'SELECT * FROM by_sequence',
    'by-view': 'SELECT * FROM by_view',
    'by-stable': 'SELECT * FROM by_stable',
    'by-domain': 'INSERT INTO with_watched VALUES (1, 1)',
    'by-default-of-domain': 'INSERT INTO with_counted VALUES (1)',
    'draws-number': "SELECT nextval('numbers')",
    'draws-live-number': "SELECT pg_catalog.nextval('public.numbers')",
    'sets-number': "SELECT setval('public.numbers', 900)",
    'runs-text': "SELECT query_to_xml('SELECT public.acts()', true, true, '')",
    'reads-any-table': "SELECT table_to_xml('public.by_function', true, true, '')",
    'inserts-live': 'INSERT INTO public.log VALUES (now())',
    'inserts-live-in-with': 'WITH x AS (INSERT INTO public.log VALUES (now()) RETURNING 1) SELECT * FROM x',
    'several-statements': 'SELECT 1; DELETE FROM public.attendance',
    'copies-in': "COPY attendance FROM PROGRAM 'echo 9'",
    'copies-out': `COPY attendance TO '${outside}'`,
    'locks-by-number': 'SELECT pg_advisory_lock(1)',
    'leaves-search-path': "SELECT set_config('search_path', 'public', false)",
    'sets-search-path': 'SET search_path = public',
    does: "DO 'BEGIN DELETE FROM public.attendance; END'",
    calls: 'CALL acts()',
    truncates: 'TRUNCATE attendance',
    'makes-large-object': "SELECT lo_from_bytea(0, 'x')",
    notifies: 'NOTIFY x',
    'notifies-by-function': "SELECT pg_notify('x', 'y')",
    'makes-table': 'SELECT * INTO pg_temp.x FROM attendance',
    'ends-sessions': 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity',
  },
} as const;

const inFile = {
  'attaches-file': `ATTACH '${outside}' AS x`,
  'writes-file': `VACUUM INTO '${outside}'`,
  'changes-journal': 'PRAGMA journal_mode = WAL',
};

function scenarios(): Scenario[] {
  const scenario = (name: string, writes: boolean, sqlite: string, postgres: string) =>
    Scenario.parse({ name, screen: name, writes, statements: [{ sqlite, postgres }] });
  const each = (statements: Readonly<Record<string, string>>, writes: boolean) =>
    Object.entries(statements).map(([name, postgres]) => scenario(name, writes, 'SELECT 1', postgres));
  const drawing = (name: string, sql: string) => ({
    ...scenario(name, false, 'SELECT 1', 'SELECT 1'),
    draw: { sql, by: 'uniform' as const },
  });
  return [
    ...each(hostile.measured, true),
    ...each(hostile.reads, false),
    ...each(hostile.writes, true),
    ...Object.entries(inFile).map(([name, sqlite]) => scenario(name, true, sqlite, 'SELECT 1')),
    ...Object.entries({ ...inFile, deletes: 'DELETE FROM attendance RETURNING id' }).map(([name, sqlite]) =>
      drawing(`draw-${name}`, sqlite),
    ),
  ];
}

describe.each(servers())('own scenarios on PostgreSQL $version', (server) => {
  test('leave the school’s data as it was, whatever they say and whatever the school made', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const source = sqliteFile(...school);
    expect(await migrateFile(source, target)).toMatchObject({ outcome: 'verified' });
    await client.query(traps);
    const state = async () => [
      createHash('sha256').update(readFileSync(source)).digest('hex'),
      await schemaDigest(client, 'public'),
      (await client.query('SELECT count(*) FROM pg_largeobject_metadata')).rows,
      existsSync(outside),
    ];
    const before = await state();
    const { measured, ...rest } = hostile;
    const report = LoadReport.parse(
      await loadTest(
        {
          id: 'test',
          source,
          target,
          schema: 'public',
          options: {
            ...defaultLoadOptions,
            users: [2],
            rounds: 1,
            warmUpSeconds: 0,
            bound: { kind: 'operations', operations: 4 },
          },
          scenarios: scenarios(),
          folder: testFolder(),
          version: '0',
        },
        { signal: new AbortController().signal, onProgress: () => undefined, onLoad: () => undefined },
      ),
    );
    expect(await state()).toEqual(before);
    const named = (kind: string) =>
      report.scenarios.filter((fit) => fit.kind === kind).map(({ scenario }) => scenario.name);
    expect(named('fits').toSorted()).toEqual(Object.keys(measured).toSorted());
    expect(named('skipped').length).toBe(
      Object.values(rest).flatMap(Object.keys).length + 2 * Object.keys(inFile).length + 1,
    );
    for (const { errors, scenario } of report.measurements)
      expect([scenario, errors]).toEqual([scenario, []]);
    const { leftOut } = report.conditions.tables.find(({ table }) => table === 'attendance') ?? {};
    expect(leftOut).toEqual([
      { kind: 'check', name: 'watched' },
      { kind: 'default', name: 'remark' },
      { kind: 'trigger', name: 'watching' },
    ]);
  });
});
