import { expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

it.each(servers())('PostgreSQL $version: offers no quarantine for what none helps', async (server) => {
  await using database = await freshDatabase(server);
  const columns = Array.from({ length: 1601 }, (_, at) => `c${at}`).join(', ');
  const file = sqliteFile(
    'CREATE TABLE t (v INTEGER)',
    "INSERT INTO t VALUES (1), (2), ('x')",
    `CREATE TABLE wide (${columns}); INSERT INTO wide (c0) VALUES (1)`,
  );
  const report = await migrateFile(file, database.target);
  expect(report).toMatchObject({
    outcome: 'refused',
    error: {
      what: expect.stringContaining('wide has 1601 columns'),
      todo: expect.stringContaining('change it in the source'),
    },
  });
});
