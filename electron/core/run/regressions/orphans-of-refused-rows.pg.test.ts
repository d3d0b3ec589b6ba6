import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { testFolder } from '../../../testing/test-folder.ts';
import { makePlan } from '../make-plan.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

describe.each(servers())('PostgreSQL $version', (server) => {
  it('empties the reference to a row that only the server refuses, where the plan says so', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE parent (id INTEGER PRIMARY KEY, mark INTEGER CHECK (mark < 10))',
      'CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent)',
      'INSERT INTO parent VALUES (1, 99), (2, 1)',
      'INSERT INTO child VALUES (1, 1), (2, 2)',
    );
    const { plan: made } = await makePlan(file, { folder: testFolder() }, quiet);
    const tables = made.tables.map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.map((key) => ({ ...key, orphans: 'set null' as const })),
    }));
    const options = { plan: { ...made, tables }, badRows: 'quarantine' } as const;
    const report = await migrateFile(file, database.target, options);
    expect(report).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    expect((await database.client.query('SELECT * FROM child ORDER BY id')).rows).toEqual([
      { id: '1', parent: null },
      { id: '2', parent: '2' },
    ]);
  });
});
