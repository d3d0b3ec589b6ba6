import { readdir } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sqliteFile } from '../../testing/migration.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { forgeSchema } from '../../testing/understand.ts';
import { readFile } from './read-file.ts';

it('leaves no copy behind of a file that can’t be understood', async () => {
  const file = sqliteFile('CREATE VIEW "@" AS SELECT 1 AS a');
  const db = new Database(file);
  // What Latin-1 has for an e with an acute accent, so that a copy with another name is made first.
  const latin = (column: string) =>
    `${column} = CAST(replace(CAST(${column} AS BLOB), CAST('@' AS BLOB), x'e9') AS TEXT)`;
  forgeSchema(db, `UPDATE sqlite_schema SET ${['name', 'tbl_name', 'sql'].map(latin).join(', ')}`);
  db.close();
  const folder = testFolder();
  const still = { signal: new AbortController().signal, advance: () => undefined };
  await expect(readFile(file, folder, 'quick', still)).rejects.toMatchObject({
    code: 'source-has-no-tables',
  });
  expect(await readdir(folder)).toEqual(['snapshot.db']);
});
