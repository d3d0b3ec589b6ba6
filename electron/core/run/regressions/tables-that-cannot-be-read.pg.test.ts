import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { forgeSchema } from '../../../testing/understand.ts';

/** A table without rowids whose key is in an order that only the application knows, and a column computed by it. */
function collection(): string {
  const file = sqliteFile(
    'CREATE TABLE tags (tag TEXT NOT NULL PRIMARY KEY, early AS (tag < usn), usn INTEGER) WITHOUT ROWID; CREATE TABLE other (v)',
    "INSERT INTO tags VALUES ('Ω', 1); INSERT INTO other VALUES (1)",
  );
  const db = new Database(file);
  forgeSchema(
    db,
    "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', 'NOT NULL COLLATE unicase') WHERE name = 'tags'",
  );
  db.close();
  return file;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  it('says which table can\u2019t be read instead of breaking off, and starts nothing', async () => {
    await using database = await freshDatabase(server);
    const report = await migrateFile(collection(), database.target);
    expect(report).toMatchObject({
      outcome: 'refused',
      error: { code: 'blockers-found' },
      findings: [{ code: 'unreadable-table', severity: 'blocker', table: 'tags' }],
    });
  });

  it('moves the rest on demand, and doesn\u2019t claim that everything arrived', async () => {
    await using database = await freshDatabase(server);
    const report = await migrateFile(collection(), database.target, { badRows: 'quarantine' });
    expect(report).toMatchObject({
      outcome: 'verified with quarantine',
      tables: [{ table: 'other', targetRows: 1 }],
      findings: [{ code: 'unreadable-table', severity: 'warning' }],
      notCarried: [{ kind: 'unreadable table', name: 'tags' }],
    });
  });
});
