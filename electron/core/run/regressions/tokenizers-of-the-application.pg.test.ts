import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { forgeSchema } from '../../../testing/understand.ts';

/** Tables for full-text search as Android and Calibre make them, whose words only the application can cut. */
function notes(): string {
  const file = sqliteFile(
    'CREATE VIRTUAL TABLE old USING fts4(title, body TEXT, tokenize=simple)',
    "CREATE VIRTUAL TABLE \"new one\" USING fts5(title, body UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix='2')",
    "INSERT INTO old VALUES ('a', 'kept nowhere else'), ('b', NULL); INSERT INTO \"new one\" VALUES ('\u0645', 'x'), ('', 7)",
  );
  const db = new Database(file);
  forgeSchema(
    db,
    "UPDATE sqlite_schema SET sql = replace(replace(sql, 'tokenize=simple', 'tokenize=icu ar'), 'unicode61', 'mine')",
  );
  db.close();
  return file;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves the rows of search tables whose words only the application can cut', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    expect(await migrateFile(notes(), target)).toMatchObject({
      outcome: 'verified',
      tables: [
        { table: 'old', sourceRows: 2, targetRows: 2 },
        { table: 'new one', sourceRows: 2, targetRows: 2 },
      ],
      notCarried: [
        { kind: 'virtual table', name: 'old', sql: expect.stringContaining('icu') },
        { kind: 'virtual table', name: 'new one', sql: expect.stringContaining('mine') },
      ],
    });
    const { rows } = await client.query(
      `SELECT * FROM (SELECT title, body FROM old UNION ALL SELECT title, body::text FROM "new one") AS both_tables
        ORDER BY title COLLATE "C"`,
    );
    expect(rows).toEqual([
      { title: '', body: '7' },
      { title: 'a', body: 'kept nowhere else' },
      { title: 'b', body: null },
      { title: '\u0645', body: 'x' },
    ]);
  });
});
