import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('takes a table as wide as PostgreSQL allows, and puts rows aside that fill too many columns', async () => {
    const texts = Array.from({ length: 1599 }, (_, at) => `c${at}`);
    const file = sqliteFile(
      `CREATE TABLE wide (id INTEGER PRIMARY KEY, ${texts.map((name) => `${name} TEXT`).join(', ')})`,
      "INSERT INTO wide (id, c0, c1598) VALUES (1, 'first', 'last')",
      `INSERT INTO wide VALUES (2, ${texts.map((name) => `'text of ${name}'`).join(', ')})`,
    );
    await using database = await freshDatabase(server);
    const report = await migrateFile(file, database.target, { badRows: 'quarantine' });
    expect(report).toMatchObject({ outcome: 'verified with quarantine' });
    const { rows } = await database.client.query('SELECT id, c0, c1598 FROM wide');
    expect(rows).toEqual([{ id: '1', c0: 'first', c1598: 'last' }]);
    const aside = await database.client.query('SELECT row_key FROM rollcall.quarantine');
    expect(aside.rows).toEqual([{ row_key: '2' }]);
  });
});
