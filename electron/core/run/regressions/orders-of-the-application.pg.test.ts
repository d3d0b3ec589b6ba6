import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../../testing/migration.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { testFolder } from '../../../testing/test-folder.ts';
import { forgeSchema } from '../../../testing/understand.ts';
import { verify } from '../verify.ts';

/** As Anki's collections are, stored in an order that differs from that of the bytes. */
function collection(encoding: string): string {
  const file = sqliteFile(
    `PRAGMA encoding = '${encoding}'`,
    'CREATE TABLE tags (tag TEXT NOT NULL PRIMARY KEY COLLATE NOCASE, usn INTEGER) WITHOUT ROWID',
    'CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT COLLATE NOCASE, PRIMARY KEY (ntid, ord)) WITHOUT ROWID',
    'CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid)',
    'CREATE TABLE decks (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE)',
    'CREATE TABLE named (name TEXT COLLATE NOCASE, UNIQUE (name COLLATE NOCASE))',
    'CREATE TABLE plain (v TEXT); CREATE INDEX plain_by_own ON plain (v COLLATE NOCASE)',
    "INSERT INTO tags VALUES ('b', 1), ('A', 2), ('C', 'odd'), ('\u03a9', 4)",
    "INSERT INTO fields VALUES (1, 0, 'Front'), (1, 1, 'back'), (2, 0, 'front')",
    "INSERT INTO decks VALUES (1, 'b'), (2, 'A'); INSERT INTO named VALUES ('b'), ('A'); INSERT INTO plain VALUES ('b'), ('A')",
    'CREATE TRIGGER own AFTER INSERT ON tags BEGIN SELECT own_function(new.tag); END',
  );
  const db = new Database(file);
  forgeSchema(db, "UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'unicase')");
  db.close();
  return file;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  it.each(['UTF-8', 'UTF-16le'])(
    'moves rows that the application sorted by itself, in %s',
    async (encoding) => {
      await using database = await freshDatabase(server);
      const { client, target } = database;
      const source = collection(encoding);
      const report = await migrateFile(source, target, { badRows: 'quarantine' });
      expect(report).toMatchObject({
        outcome: 'verified with quarantine',
        tables: [
          { table: 'tags', sourceRows: 4, targetRows: 3, quarantined: 1 },
          { table: 'fields', targetRows: 3 },
          { table: 'decks', targetRows: 2 },
          { table: 'named', targetRows: 2 },
          { table: 'plain', targetRows: 2 },
        ],
      });
      expect(report.notCarried.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
        'collation unicase',
        'collation unicase',
        'collation unicase',
        'collation unicase',
        'index plain_by_own',
        'trigger own',
        'unique decks_name_key',
        'unique idx_fields_name_ntid',
        'unique named_name_key',
        'unique tags_folded_key',
      ]);
      const { rows } = await client.query('SELECT tag, usn FROM tags ORDER BY tag COLLATE "C"');
      expect(rows.map(({ tag, usn }) => `${tag} ${usn}`)).toEqual(['A 2', 'b 1', '\u03a9 4']);
      const quiet = { signal: new AbortController().signal, onProgress: () => undefined };
      const again = await verify({ source, target, schema: 'public', folder: testFolder() }, quiet);
      expect(again).toMatchObject({ outcome: 'verified with quarantine', mismatches: [] });
    },
  );
});
