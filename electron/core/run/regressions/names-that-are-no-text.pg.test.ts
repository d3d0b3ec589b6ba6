import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { forgeSchema } from '../../../testing/understand.ts';

/** A file in whose names @ and # are the bytes that Latin-1 has for é and è, which begin a longer character of UTF-8. */
function latinFile(...statements: readonly string[]): string {
  const file = sqliteFile(...statements);
  const db = new Database(file);
  const latin = (column: string) =>
    `${column} = CAST(replace(replace(CAST(${column} AS BLOB), CAST('@' AS BLOB), x'e9'), CAST('#' AS BLOB), x'e8') AS TEXT)`;
  forgeSchema(db, `UPDATE sqlite_schema SET ${['name', 'tbl_name', 'sql'].map(latin).join(', ')}`);
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get() !== undefined) {
    db.exec(`UPDATE sqlite_sequence SET ${latin('name')}`);
  }
  db.close();
  return file;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves tables and columns whose names are in Latin-1, and says so', async () => {
    const file = latinFile(
      'CREATE TABLE "eleves@" (id INTEGER PRIMARY KEY AUTOINCREMENT, "pr@nom" TEXT UNIQUE, "tableoid" TEXT)',
      'CREATE INDEX "par pr@nom" ON "eleves@" ("pr@nom" DESC, id)',
      `INSERT INTO "eleves@" VALUES (1, 'Zoé', 'x'), (9, 'Al', 'y')`,
      'DELETE FROM "eleves@" WHERE id = 9',
    );
    await using database = await freshDatabase(server);
    const report = await migrateFile(file, database.target);
    expect(report).toMatchObject({
      outcome: 'verified',
      tables: [{ table: 'eleves\ufffde9', sourceRows: 1, targetRows: 1 }],
      notCarried: [],
    });
    expect(report.findings).toMatchObject([
      { code: 'name-changed', column: 'tableoid' },
      { code: 'name-not-text', table: 'eleves\ufffde9' },
      { code: 'name-not-text', table: 'eleves\ufffde9', column: 'pr\ufffde9nom' },
    ]);
    const { rows } = await database.client.query(
      'INSERT INTO "eleves\ufffde9" ("pr\ufffde9nom") VALUES (NULL) RETURNING id::integer',
    );
    expect(rows).toEqual([{ id: 10 }]);
  });

  it('keeps apart names that differ in what is no text, and carries no literal of that kind', async () => {
    const file = latinFile(
      `CREATE TABLE "t@" ("a@" TEXT DEFAULT 'pr@sent', "a#" INTEGER)`,
      'CREATE TABLE "t#" ("a@" TEXT)',
      `INSERT INTO "t@" VALUES ('one', 1)`,
      `INSERT INTO "t#" VALUES ('two')`,
    );
    await using database = await freshDatabase(server);
    const report = await migrateFile(file, database.target);
    expect(report.outcome).toBe('verified');
    expect(report.tables).toMatchObject([
      { table: 't\ufffde9', targetRows: 1 },
      { table: 't\ufffde8', targetRows: 1 },
    ]);
    expect(report.notCarried).toMatchObject([
      { kind: 'default', name: 'a\ufffde9', reason: 'It holds a text in an old encoding.' },
    ]);
    const { rows } = await database.client.query(
      'SELECT "a\ufffde9" AS one, "a\ufffde8" AS other FROM "t\ufffde9"',
    );
    expect(rows).toEqual([{ one: 'one', other: 1 }]);
  });
});
