import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { MigrationReport } from '../../../shared/run.ts';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { makeSample } from '../sample/sample.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

async function school(dirty: boolean): Promise<string> {
  const path = join(testFolder(), 'app.db');
  await makeSample(path, { students: 130, days: 5, periods: 7, seed: 1, dirty }, quiet);
  return path;
}

/** Rows enough that the copy is under way for a while. */
async function largeFile(): Promise<string> {
  return sqliteFile(
    'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, value REAL)',
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
     INSERT INTO t SELECT i, 'name ' || i, i / 7.0 FROM n`,
  );
}

async function untilStaged(client: pg.Client): Promise<void> {
  for (let rows = 0; rows === 0; ) {
    const staged = await client.query("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'rollcall_staging%'");
    rows = staged.rows.length;
  }
}

/** Everything that a catalog tells of a database, to compare before with after. */
async function inventory(client: pg.Client): Promise<unknown[]> {
  const { rows } = await client.query(`
    SELECT nspname, relname, relkind::text, reltuples >= 0 AS counted FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND nspname NOT LIKE 'pg_temp%'
    UNION ALL SELECT nspname, '', 'schema', TRUE FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'
    ORDER BY 1, 2, 3`);
  return rows;
}

async function rowsOf<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows;
}

describe.each(servers())('migrate to PostgreSQL $version', (server) => {
  it('removes the copies that a killed load test left', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query('CREATE SCHEMA rollcall_scratch_0123456789ab_plain');
    const source = sqliteFile('CREATE TABLE t (id INTEGER PRIMARY KEY)', 'INSERT INTO t VALUES (1)');
    expect(await migrateFile(source, target)).toMatchObject({ outcome: 'verified' });
    expect(await rowsOf(client, "SELECT FROM pg_namespace WHERE nspname LIKE 'rollcall_scratch%'")).toEqual(
      [],
    );
  });

  it('takes a clean school over, with keys, indexes, checks and numbers that go on', async () => {
    await using database = await freshDatabase(server);
    const report = await migrateFile(await school(false), database.target);
    expect(report.outcome).toBe('verified');
    expect(report.mismatches).toEqual([]);
    expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(report.tables.every(({ sourceRows, targetRows }) => sourceRows === targetRows)).toBe(true);
    expect(MigrationReport.safeParse(report).error).toBeUndefined();
    const { client } = database;
    const indexes = await rowsOf<{ indexname: string }>(
      client,
      "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    );
    expect(indexes.map(({ indexname }) => indexname)).toEqual(
      expect.arrayContaining([
        'idx_attendance_period_class_teacher',
        'idx_attendance_student_date_period',
        'idx_attendance_date_class',
        'idx_student_class',
      ]),
    );
    const [next] = await rowsOf<{ fresh: boolean }>(
      client,
      `INSERT INTO "subject" (code, name) VALUES ('NEW', 'New')
       RETURNING id = (SELECT max(id) + 1 FROM "subject") AS fresh`,
    );
    expect(next?.fresh).toBe(true);
    await expect(client.query("UPDATE attendance SET status = 'asleep' WHERE id = 1")).rejects.toMatchObject({
      code: '23514',
    });
    await expect(
      client.query('UPDATE attendance SET student_id = 999999 WHERE id = 1'),
    ).rejects.toMatchObject({ code: '23503' });
    await expect(
      client.query('INSERT INTO attendance SELECT * FROM attendance WHERE id = 1'),
    ).rejects.toMatchObject({ code: '23505' });
  });

  it('starts nothing while blockers are unanswered', async () => {
    await using database = await freshDatabase(server);
    const before = await inventory(database.client);
    const report = await migrateFile(await school(true), database.target);
    expect(report).toMatchObject({ outcome: 'refused', error: { code: 'blockers-found' } });
    expect(await inventory(database.client)).toEqual(before);
  });

  it('accounts for each row of a dirty school, and keeps each that stayed out whole', async () => {
    await using database = await freshDatabase(server);
    const folder = testFolder();
    const report = await migrateFile(await school(true), database.target, {
      badRows: 'quarantine',
      reportFolder: folder,
    });
    expect(report).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    const [quarantine] = await rowsOf<{ rows: number; reasons: number }>(
      database.client,
      `SELECT count(*) FILTER (WHERE action = 'quarantined')::int AS rows, count(reason)::int AS reasons FROM rollcall.quarantine`,
    );
    expect(report.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    const outside = report.tables.reduce((sum, { quarantined }) => sum + quarantined, 0);
    expect(outside).toBeGreaterThan(10);
    expect(quarantine?.rows).toBe(outside);
    for (const { sourceRows, targetRows, quarantined } of report.tables) {
      expect(sourceRows).toBe(targetRows + quarantined);
    }
    expect(readFileSync(join(folder, 'quarantine.csv'), 'utf8').split('\n').length).toBeGreaterThan(outside);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });

  it('refuses to create over what is there, sets it aside on replace, and merges without a trace', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const file = sqliteFile(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE loose (a INTEGER, b TEXT)',
      "INSERT INTO t VALUES (1, 'one'), (2, 'two'); INSERT INTO loose VALUES (1, 'x'), (1, 'x'), (NULL, NULL)",
    );
    expect((await migrateFile(file, target)).outcome).toBe('verified');
    const live = await inventory(client);
    expect(await migrateFile(file, target)).toMatchObject({
      outcome: 'refused',
      error: { code: 'table-in-the-way' },
    });
    expect(await inventory(client)).toEqual(live);

    await client.query(
      "UPDATE t SET name = 'changed' WHERE id = 2; DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (9, 'own')",
    );
    const merged = await migrateFile(file, target, { mode: 'merge' });
    expect(merged.outcome).toBe('verified');
    expect(merged.tables.map(({ table, merged: rows }) => [table, rows])).toEqual([
      ['t', { inserted: 1, updated: 1, unchanged: 0, kept: 1 }],
      ['loose', { inserted: 0, updated: 0, unchanged: 3, kept: 0 }],
    ]);
    const again = await migrateFile(file, target, { mode: 'merge' });
    expect(again.tables[0]).toMatchObject({
      targetRows: 3,
      merged: { inserted: 0, updated: 0, unchanged: 2, kept: 1 },
    });
    expect(await rowsOf(client, 'SELECT id, name FROM t ORDER BY id')).toEqual([
      { id: '1', name: 'one' },
      { id: '2', name: 'two' },
      { id: '9', name: 'own' },
    ]);
    expect(await rowsOf(client, "INSERT INTO t (name) VALUES ('next') RETURNING id")).toEqual([{ id: '10' }]);

    const replaced = await migrateFile(file, target, { mode: 'replace' });
    expect(replaced.outcome).toBe('verified');
    expect(await rowsOf(client, 'SELECT count(*)::int AS rows FROM t')).toEqual([{ rows: 2 }]);
    const previous = `rollcall_previous_${replaced.runId}`;
    expect(await rowsOf(client, `SELECT count(*)::int AS rows FROM ${previous}.t`)).toEqual([{ rows: 4 }]);
  });

  it('leaves the target as it was when it is cancelled in the middle, within a second', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE TABLE bystander (id int); CREATE SCHEMA other');
    const before = await inventory(database.client);
    const controller = new AbortController();
    const running = migrateFile(await largeFile(), database.target, { signal: controller.signal });
    await untilStaged(database.client);
    const started = performance.now();
    controller.abort();
    const report = await running;
    expect(performance.now() - started).toBeLessThan(1500);
    expect(report).toMatchObject({ outcome: 'cancelled', error: { code: 'cancelled' } });
    expect(await inventory(database.client)).toEqual(before);
  });

  it('leaves the target as it was when the connection is lost', async () => {
    await using database = await freshDatabase(server);
    const before = await inventory(database.client);
    const running = migrateFile(await largeFile(), database.target);
    await untilStaged(database.client);
    await database.client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rollcall' AND datname = current_database()",
    );
    expect(await running).toMatchObject({ outcome: 'failed', error: { code: 'connection-lost' } });
    expect(await inventory(database.client)).toEqual(before);
  });

  it('leaves the target as it was when the switch itself is refused', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(`
      CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN IF current_query() LIKE '%SET SCHEMA%' THEN RAISE EXCEPTION 'not today'; END IF; END $$;
      CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse()`);
    const before = await inventory(client);
    expect((await migrateFile(await school(false), target)).outcome).toBe('failed');
    expect(await inventory(client)).toEqual(before);
  });

  it('creates a missing database, and drops it again when the run fails after that', async () => {
    await using database = await freshDatabase(server);
    const target = { ...database.target, database: `${database.target.database}_new` };
    const exists = async () =>
      (await rowsOf(database.client, `SELECT 1 FROM pg_database WHERE datname = '${target.database}'`))
        .length > 0;
    const dirty = await school(true);
    expect((await migrateFile(dirty, target)).outcome).toBe('refused');
    expect(await exists()).toBe(false);
    const file = sqliteFile('CREATE TABLE t (id INTEGER PRIMARY KEY)', 'INSERT INTO t VALUES (1)');
    expect((await migrateFile(file, target, { dryRun: true })).outcome).toBe('dry run');
    expect(await exists()).toBe(false);
    expect((await migrateFile(file, target)).outcome).toBe('verified');
    expect(await exists()).toBe(true);
    await database.client.query(`DROP DATABASE ${target.database}`);
  });

  it('lets only one run at a time work on a target', async () => {
    await using database = await freshDatabase(server);
    const file = await school(false);
    const [one, other] = await Promise.all([
      migrateFile(file, database.target),
      migrateFile(file, database.target),
    ]);
    const outcomes = [one, other]
      .map((report) => ('error' in report ? report.error.code : report.outcome))
      .toSorted();
    expect(['another-run', 'table-in-the-way']).toContain(outcomes[0]);
    expect(outcomes[1]).toBe('verified');
  });

  it('isolates the rows that only the server refuses, and their children', async () => {
    await using database = await freshDatabase(server);
    const rows = Array.from(
      { length: 3000 },
      (_, index) => `(${index + 1}, ${index === 1234 || index === 2999 ? -1 : 5})`,
    );
    const file = sqliteFile(
      'CREATE TABLE parent (id INTEGER PRIMARY KEY, size INTEGER CHECK (size > 0))',
      'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent)',
      `PRAGMA ignore_check_constraints = ON; INSERT INTO parent VALUES ${rows.join()}`,
      'INSERT INTO child VALUES (1, 1235), (2, 1), (3, 3000)',
    );
    expect(await migrateFile(file, database.target)).toMatchObject({
      outcome: 'failed',
      error: { code: 'rows-refused' },
    });
    const report = await migrateFile(file, database.target, { badRows: 'quarantine' });
    expect(report).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    expect(
      report.tables.map(({ table, targetRows, quarantined }) => [table, targetRows, quarantined]),
    ).toEqual([
      ['parent', 2998, 2],
      ['child', 1, 2],
    ]);
    const reasons = await rowsOf<{ row_key: string; reason: string }>(
      database.client,
      `SELECT row_key, reason FROM rollcall.quarantine WHERE table_name = 'parent' ORDER BY row_key`,
    );
    expect(reasons.map(({ row_key: key }) => key)).toEqual(['1235', '3000']);
    expect(reasons[0]?.reason).toContain('check constraint');
  });

  it('keeps names, values and keys that make other tools stumble', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      `CREATE TABLE "user" ("Order" INTEGER PRIMARY KEY, "select" TEXT NOT NULL DEFAULT 'null', big INTEGER, b BLOB)`,
      `CREATE TABLE "odd ""name""" (code TEXT COLLATE NOCASE PRIMARY KEY, n NUMERIC, f REAL) WITHOUT ROWID`,
      'CREATE TABLE strict_one (a ANY, d TEXT, PRIMARY KEY (a, d)) STRICT',
      `CREATE TABLE keyed (x TEXT, y INTEGER, z INTEGER GENERATED ALWAYS AS (y * 2) STORED, UNIQUE (x, y))`,
      `CREATE INDEX down ON keyed (y DESC) WHERE y > 0`,
      `CREATE VIEW big_ones AS SELECT "Order", big FROM "user" WHERE big > 10`,
      `INSERT INTO "user" VALUES (1, 'a''b' || char(9, 10, 13) || '\\N\\.', 9223372036854775807, x'00ff5c')`,
      `INSERT INTO "user" VALUES (-5, 'مدرسة 🏫', -9223372036854775808, x'')`,
      `INSERT INTO "odd ""name""" VALUES ('A', 0.1, 5e-324), ('é', 12345678901234567890, -0.0), ('É', 3, 1e308)`,
      `INSERT INTO strict_one VALUES (1, ''), ('1', ''), (2, 'ل')`,
      `INSERT INTO keyed (x, y) VALUES ('p', 1), ('p', 2), (NULL, 1), (NULL, 1)`,
    );
    const report = await migrateFile(file, database.target, { badRows: 'quarantine' });
    expect(report).toMatchObject({ mismatches: [], outcome: 'verified with quarantine' });
    const { client } = database;
    expect(await rowsOf(client, `SELECT "select" AS text, big, b FROM "user" ORDER BY "Order"`)).toEqual([
      { text: 'مدرسة 🏫', big: '-9223372036854775808', b: Buffer.alloc(0) },
      { text: "a'b\t\n\r\\N\\.", big: '9223372036854775807', b: Buffer.from([0, 255, 92]) },
    ]);
    await expect(client.query(`INSERT INTO "odd ""name""" (code) VALUES ('a')`)).rejects.toMatchObject({
      code: '23505',
    });
    expect(await rowsOf(client, 'SELECT z FROM keyed WHERE y = 2')).toEqual([{ z: 4 }]);
    expect(await rowsOf(client, 'SELECT count(*)::int AS rows FROM big_ones')).toEqual([{ rows: 1 }]);
    expect(
      await rowsOf(
        client,
        "SELECT indexdef ~ 'DESC.*WHERE' AS kept FROM pg_indexes WHERE indexname = 'down'",
      ),
    ).toEqual([{ kept: true }]);
  });

  it('names the value that somebody changed on the way', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)',
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT i, 'name ' || i FROM n",
    );
    await database.client.query(`
      CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.id = 321 THEN NEW.name := 'Name 321'; END IF; RETURN NEW; END $$;
      CREATE FUNCTION plant() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE made record; BEGIN
        FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
          IF made.schema_name LIKE 'rollcall_staging%' THEN
            EXECUTE format('CREATE TRIGGER spoil BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION public.spoil()', made.object_identity);
          END IF;
        END LOOP; END $$;
      CREATE EVENT TRIGGER plant ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION plant()`);
    const before = await inventory(database.client);
    const report = await migrateFile(file, database.target);
    expect(report).toMatchObject({
      outcome: 'failed',
      error: { code: 'verification-failed' },
      mismatches: [{ table: 't', kind: 'value', column: 'name', source: "'name 321'", target: "'Name 321'" }],
    });
    expect(await inventory(database.client)).toEqual(before);
  });
});

const samples = join(import.meta.dirname, '../../../../shared/samples');
const sampleFiles = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.db')) : [];

it.skipIf(sampleFiles.length > 0)('real files: skipped, the folder shared/samples is not beside the project');

describe.runIf(sampleFiles.length > 0).each(servers())('real files, PostgreSQL $version', (server) => {
  it.each(sampleFiles)('%s arrives with every row accounted for', async (name) => {
    await using database = await freshDatabase(server);
    const file = join(testFolder(), name);
    copyFileSync(join(samples, name), file);
    const report = await migrateFile(file, database.target, { badRows: 'quarantine' });
    if (name === 'att_frc_generated.db') {
      expect(report).toMatchObject({ outcome: 'refused', error: { code: 'source-has-no-rows' } });
      return;
    }
    expect(report).toMatchObject({ mismatches: [], outcome: expect.stringMatching(/^verified/) });
    for (const { sourceRows, targetRows, quarantined, verified } of report.tables) {
      expect([sourceRows, verified]).toEqual([targetRows + quarantined, true]);
    }
  });
});
