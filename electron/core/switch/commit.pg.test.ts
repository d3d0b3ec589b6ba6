import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Cut, cuttingProxy } from '../../testing/cutting-proxy.ts';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { dropWithSessions, freshDatabase, servers } from '../../testing/postgres.ts';
import { testFolder } from '../../testing/test-folder.ts';

const student = ['CREATE TABLE student (id INTEGER PRIMARY KEY)', 'INSERT INTO student VALUES (1), (2)'];

describe.each(servers())('a connection that is lost during COMMIT, PostgreSQL $version', (server) => {
  /** Runs into a new database that only the run itself can make, over a line that is cut. */
  async function runOver(how: Cut) {
    const database = await freshDatabase(server);
    const { client } = database;
    const name = `${database.target.database}_new`;
    await using proxy = await cuttingProxy({ ...database.target, database: name }, how);
    const controller = new AbortController();
    const folder = testFolder();
    const running = migrateFile(sqliteFile(...student), proxy.target, { signal: controller.signal, folder });
    await proxy.cut;
    if (!how.comesBack) controller.abort();
    const report = await running;
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    return {
      report,
      there: rows.length > 0,
      snapshot: readdirSync(folder).some((file) => file.endsWith('.db')),
      again: () => migrateFile(sqliteFile(...student), { ...database.target, database: name }),
      async [Symbol.asyncDispose]() {
        await dropWithSessions(server, name);
        await database[Symbol.asyncDispose]();
      },
    };
  }

  it('is a run that arrived where the server had the COMMIT', async () => {
    await using run = await runOver({ forwarded: true, noticed: true, comesBack: true });
    expect(run.report).toMatchObject({ outcome: 'verified', tables: [{ targetRows: 2 }] });
    expect(run).toMatchObject({ there: true, snapshot: true });
    expect(await run.again()).toMatchObject({ outcome: 'refused', error: { code: 'table-in-the-way' } });
  });

  it.each([true, false])('is a run that failed where it had not, and saw the end: %s', async (noticed) => {
    await using run = await runOver({ forwarded: false, noticed, comesBack: true });
    expect(run.report).toMatchObject({ outcome: 'failed', error: { code: 'connection-lost' } });
    expect(run).toMatchObject({ there: false, snapshot: false });
  });

  it.each([
    { forwarded: true, next: { outcome: 'refused', error: { code: 'table-in-the-way' } } },
    { forwarded: false, next: { outcome: 'verified' } },
  ])(
    'is unknown without another connection, and nothing is removed: $forwarded',
    async ({ forwarded, next }) => {
      await using run = await runOver({ forwarded, noticed: true, comesBack: false });
      expect(run.report).toMatchObject({ outcome: 'unknown', error: { code: 'outcome-unknown' } });
      expect(run.report.findings).toEqual([]);
      expect(run).toMatchObject({ there: true, snapshot: true });
      expect(await run.again()).toMatchObject(next);
    },
  );

  it('is none where the server refuses the COMMIT, which is said as it is', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
      CREATE SCHEMA rollcall; CREATE TABLE rollcall.run (id text PRIMARY KEY, started_at timestamptz,
        finished_at timestamptz DEFAULT now(), source_name text, source_sha256 text, schema_name text, mode text, plan json);
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON rollcall.run DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()`);
    expect(await migrateFile(sqliteFile(...student), target)).toMatchObject({
      outcome: 'failed',
      error: { code: 'server-error', what: expect.stringContaining('not today') },
    });
    const { rows } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'rollcall_staging%'");
    expect(rows).toEqual([]);
  });
});
