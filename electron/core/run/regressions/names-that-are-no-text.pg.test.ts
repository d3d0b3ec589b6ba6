import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { forgeSchema } from '../../../testing/understand.ts';

describe.each(servers())('PostgreSQL $version', (server) => {
  it('moves tables and columns whose names are in Latin-1', async () => {
    await using database = await freshDatabase(server);
    const file = sqliteFile(
      'CREATE TABLE "eleves@" (id INTEGER PRIMARY KEY, "pr@nom" TEXT UNIQUE, "tableoid" TEXT)',
      'CREATE INDEX "par pr@nom" ON "eleves@" ("pr@nom" DESC, id)',
      `INSERT INTO "eleves@" VALUES (1, 'Zo\u00e9', 'x'), (2, 'Al', 'y')`,
    );
    const db = new Database(file);
    // What Latin-1 has for an e with an acute accent, which begins a longer character of UTF-8.
    const latin = (column: string) =>
      `${column} = CAST(replace(CAST(${column} AS BLOB), CAST('@' AS BLOB), x'e9') AS TEXT)`;
    forgeSchema(db, `UPDATE sqlite_schema SET ${['name', 'tbl_name', 'sql'].map(latin).join(', ')}`);
    db.close();
    const report = await migrateFile(file, database.target);
    expect(report).toMatchObject({
      outcome: 'verified',
      tables: [{ table: 'eleves\ufffd', sourceRows: 2, targetRows: 2 }],
      notCarried: [],
    });
    const { rows } = await database.client.query(
      'SELECT "pr\ufffdnom" AS name FROM "eleves\ufffd" ORDER BY id',
    );
    expect(rows).toEqual([{ name: 'Zo\u00e9' }, { name: 'Al' }]);
  });
});
