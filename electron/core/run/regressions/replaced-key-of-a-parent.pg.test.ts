import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { testFolder } from '../../../testing/test-folder.ts';
import { makePlan } from '../make-plan.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

describe.each(servers())('PostgreSQL $version', (server) => {
  it('treats the children of a key that was replaced by NULL as orphans', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE house (id INTEGER PRIMARY KEY)',
      'CREATE TABLE class (id INTEGER PRIMARY KEY, house INTEGER UNIQUE REFERENCES house (id))',
      'CREATE TABLE pupil (id INTEGER PRIMARY KEY, house INTEGER REFERENCES class (house))',
      'INSERT INTO house VALUES (1); INSERT INTO class VALUES (1, 1), (2, 9)',
      'INSERT INTO pupil VALUES (1, 1), (2, 9)',
    );
    const { plan } = await makePlan(file, { folder: testFolder() }, quiet);
    const tables = plan.tables.map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.map((key) =>
        table.name === 'class' ? { ...key, orphans: 'set null' as const } : key,
      ),
    }));
    const report = await migrateFile(file, database.target, {
      plan: { ...plan, tables },
      badRows: 'quarantine',
    });
    expect(report).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    expect(report.tables.map(({ quarantined, repaired }) => [quarantined, repaired])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
  });
});
