import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sqliteFile } from '../../testing/migration.ts';
import { forgeSchema } from '../../testing/understand.ts';
import { besideFile } from './load-rows.ts';

it('counts rows beside an index in an order of the application’s own, and not what only it can open', () => {
  const file = sqliteFile(
    'CREATE TABLE pupil (id INTEGER PRIMARY KEY, name TEXT)',
    'CREATE INDEX by_name ON pupil (name COLLATE NOCASE)',
    "INSERT INTO pupil VALUES (1, 'a'), (2, 'b')",
    'CREATE VIEW sorted AS SELECT upper(name) AS name FROM pupil',
  );
  const db = new Database(file);
  forgeSchema(
    db,
    `UPDATE sqlite_schema
        SET sql = replace(replace(sql, 'NOCASE', 'ARABIC'), 'upper(', 'app_name(')`,
  );
  db.close();
  const tables = ['pupil', 'sorted', 'elsewhere'].map((table) => ({ table, rows: 2 }));
  expect(besideFile(file, tables)).toEqual([
    { table: 'pupil', rows: 2, inFile: 2 },
    { table: 'sorted', rows: 2 },
    { table: 'elsewhere', rows: 2 },
  ]);
});
