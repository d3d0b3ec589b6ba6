import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLoadOptions } from '../../../shared/load-plan.ts';
import { type CopyRoom, type LoadOptions, LoadProgress, LoadReport } from '../../../shared/load-test.ts';
import type { Target } from '../../../shared/target.ts';
import { migrateFile } from '../../testing/migration.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { schemaDigest } from '../../testing/schema-digest.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { readStatements as readCounted } from '../indexes/advice/read-statements.ts';
import { measureNamedIndexes } from '../indexes/effect.ts';
import { readStatements } from '../monitor/statements.ts';
import { connectForReading } from '../postgres/reading-pool.ts';
import { defaultSampleOptions, makeSample } from '../sample/sample.ts';
import { builtInScenarios } from '../scenarios/built-in.ts';
import { type LoadTestContext, loadTest } from './load-test.ts';

const scenarios = builtInScenarios.filter(({ name }) =>
  ['daily-report', 'dashboard-counts', 'remark-updates', 'morning'].includes(name),
);

const brief: LoadOptions = {
  ...defaultLoadOptions,
  users: [2],
  rounds: 1,
  warmUpSeconds: 0,
  bound: { kind: 'operations', operations: 4 },
};

let school: string;
beforeAll(async () => {
  school = join(testFolder(), 'app.db');
  const size = { ...defaultSampleOptions, students: 60, days: 5, periods: 3 };
  await makeSample(school, size, { signal: new AbortController().signal, advance: () => undefined });
});

const fileDigest = () => createHash('sha256').update(readFileSync(school)).digest('hex');

async function scratchSchemas(client: pg.Client): Promise<unknown[]> {
  return (await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rollcall\\_scratch%'"))
    .rows;
}

function run({ target }: FreshDatabase, options: LoadOptions, context: Partial<LoadTestContext> = {}) {
  return loadTest(
    {
      id: 'test',
      source: school,
      target,
      schema: 'public',
      options,
      scenarios,
      folder: testFolder(),
      version: '0',
    },
    {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onLoad: () => undefined,
      ...context,
    },
  );
}

describe.each(servers())('a load test on PostgreSQL $version', (server) => {
  async function moved(): Promise<FreshDatabase> {
    const database = await freshDatabase(server);
    expect(await migrateFile(school, database.target)).toMatchObject({ outcome: 'verified' });
    return database;
  }

  it('measures every engine, scenario and number of users, and leaves file and tables as they were', async () => {
    await using database = await moved();
    const { client } = database;
    const before = [fileDigest(), await schemaDigest(client, 'public')];
    const told: LoadProgress[] = [];
    const onLoad = async (progress: LoadProgress) => {
      told.push(LoadProgress.parse(progress));
      if (told.length === 1) await client.query('CHECKPOINT');
    };
    const report = LoadReport.parse(await run(database, brief, { onLoad }));
    expect(told.at(-1)?.fraction).toBe(1);
    for (const { engine, scenario } of report.measurements) {
      expect(told.some((one) => one.engine === engine && one.scenario === scenario)).toBe(true);
    }
    expect(report.outcome).toBe('complete');
    expect(report.scenarios.every(({ kind }) => kind === 'fits')).toBe(true);
    expect(report.measurements).toHaveLength(scenarios.length * 3);
    for (const { operations, errors, p50 } of report.measurements) {
      expect(operations + errors.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(4);
      expect(p50).toBeDefined();
    }
    const rowsOf = (scenario: string) =>
      report.measurements
        .filter((one) => one.scenario === scenario)
        .map(({ rows, operations }) => rows / operations);
    for (const { name } of scenarios) expect(new Set(rowsOf(name)).size, name).toBe(1);
    expect(report.comparisons).toHaveLength(scenarios.length * 3);
    expect(report.conditions.checkpoints).toBeGreaterThan(0);
    expect(report.conditions.fileIndexes).toContainEqual({ name: 'idx_attendance_date_class' });
    const behindUnique = {
      name: 'idx_attendance_student_date_period',
      by: 'sqlite_autoindex_attendance_1',
    };
    expect(report.conditions.fileIndexes).toContainEqual(behindUnique);
    expect(report.conditions.loadAverage === undefined).toBe(process.platform === 'win32');
    expect(report.conditions.tables).toContainEqual({
      table: 'attendance',
      rows: 60 * 5 * 3,
      inFile: 60 * 5 * 3,
      leftOut: [],
    });
    expect([fileDigest(), await schemaDigest(client, 'public')]).toEqual(before);
    expect(await scratchSchemas(client)).toEqual([]);
    expect(report.leftover).toEqual([]);
  });

  it('keeps what it has when it is cancelled, within a second, and leaves nothing behind', async () => {
    await using database = await moved();
    const { client } = database;
    const before = [fileDigest(), await schemaDigest(client, 'public')];
    const controller = new AbortController();
    let cancelled = 0;
    const options: LoadOptions = {
      ...brief,
      scenarios: ['daily-report', 'morning'],
      users: [2],
      bound: { kind: 'seconds', seconds: 0.6 },
      rounds: 50,
    };
    const report = await run(database, options, {
      signal: controller.signal,
      onLoad: (progress) => {
        expect(LoadProgress.parse(progress).fraction).toBeLessThan(1);
        if (progress.scenario !== 'morning' || controller.signal.aborted) return;
        cancelled = performance.now();
        controller.abort();
      },
    });
    expect(performance.now() - cancelled).toBeLessThan(2000);
    expect(LoadReport.parse(report)).toMatchObject({ outcome: 'cancelled' });
    expect(report.sentences[0]).toEqual({ code: 'cancelled' });
    expect(report.measurements.map(({ scenario }) => scenario)).toContain('daily-report');
    expect([fileDigest(), await schemaDigest(client, 'public')]).toEqual(before);
    expect(await scratchSchemas(client)).toEqual([]);
  });

  // The embedded server loads the library, and Debian's as it comes doesn't.
  it.runIf(server.version === 18)(
    'leaves the slow queries to the application, also where an ordinary role asks the same',
    async () => {
      await using database = await moved();
      const { client, target } = database;
      const user = `user_${randomBytes(4).toString('hex')}`;
      await client.query(
        `CREATE EXTENSION pg_stat_statements; CREATE ROLE ${user} LOGIN PASSWORD 'hunter2';
         GRANT CREATE ON DATABASE ${target.database} TO ${user}; GRANT pg_read_all_data, pg_read_all_stats TO ${user};
         SELECT /* rollcall */ pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()`,
      );
      const ordinary: Target = { ...target, user, password: 'hunter2' };
      // As the application that the server belongs to: asked by nobody of ours.
      await client.query(`SET SESSION AUTHORIZATION ${user}`);
      const reading = await connectForReading(ordinary, 'rollcall monitor');
      try {
        const sql = 'SELECT * FROM attendance WHERE date = $1 AND class_id = $2';
        for (let day = 1; day <= 7; day += 1) await client.query(sql, [`2025-09-0${day}`, 1]);
        await run({ ...database, target: ordinary }, brief);
        const silent = { signal: new AbortController().signal, advance: () => undefined };
        await measureNamedIndexes(ordinary, 'public', silent);
        const slow = await readStatements(reading);
        if (slow.kind !== 'read') throw new Error(`It says ${slow.kind}.`);
        expect(slow.statements.map(({ query, calls }) => [query, calls])).toEqual([[sql, 7]]);
        const counted = await readCounted(reading);
        expect(counted).toMatchObject([{ sql, calls: 7 }]);
      } finally {
        await reading.end();
        await client.query('RESET SESSION AUTHORIZATION');
        await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
      }
    },
  );

  it.each([
    ['while the copies are made', "current_query() LIKE 'CREATE%INDEX%rollcall_scratch%'"],
    ['while it is measured', "current_setting('application_name') = 'rollcall load test'"],
  ])('says that the disk is full, and leaves nothing, %s', async (_, condition) => {
    await using database = await moved();
    const { client } = database;
    await client.query(
      `CREATE FUNCTION fills(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
         IF ${condition} THEN RAISE EXCEPTION USING ERRCODE = '53100'; END IF;
         RETURN $1; END $$`,
    );
    await client.query('CREATE INDEX filling ON attendance (fills(remark))');
    const rooms: CopyRoom[] = [];
    const onRoom = (room: CopyRoom) => void rooms.push(room);
    await expect(run(database, brief, { onRoom })).rejects.toMatchObject({ code: 'disk-full' });
    expect(await scratchSchemas(client)).toEqual([]);
    expect(rooms).toEqual([{ bytes: expect.any(Number), freeBytes: expect.any(Number) }]);
  });

  it('does not compare the file with tables that hold other rows', async () => {
    await using database = await moved();
    await database.client.query('DELETE FROM attendance WHERE period > 1');
    const report = LoadReport.parse(
      await run(database, { ...brief, scenarios: ['daily-report'], rounds: 2 }),
    );
    expect(report.sentences[0]).toEqual({
      code: 'other-rows',
      table: 'attendance',
      inFile: 60 * 5 * 3,
      onServer: 60 * 5,
    });
    expect(
      report.comparisons.filter(({ before }) => before === 'sqlite').map(({ verdict }) => verdict),
    ).toEqual([
      { kind: 'not comparable', why: 'other rows' },
      { kind: 'not comparable', why: 'other rows' },
    ]);
  });

  it('says why when nothing can be measured', async () => {
    await using database = await freshDatabase(server);
    await expect(run(database, brief)).rejects.toMatchObject({
      code: 'no-scenario-fits',
      what: expect.stringContaining('relation "attendance" does not exist'),
    });
  });
});
