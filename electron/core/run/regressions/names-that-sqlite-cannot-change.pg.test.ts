import { expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

it.each(servers())('a name that has to change and can’t is said, on PostgreSQL $version', async (server) => {
  await using database = await freshDatabase(server);
  const file = sqliteFile(
    'CREATE TABLE t (ctid INTEGER PRIMARY KEY, b TEXT, UNIQUE (ctid)) WITHOUT ROWID',
    "INSERT INTO t VALUES (1, 'x')",
  );
  const report = await migrateFile(file, database.target);
  expect(report).toMatchObject({ outcome: 'refused', error: { code: 'name-not-changed' } });
});
