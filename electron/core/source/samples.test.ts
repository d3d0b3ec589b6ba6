import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Source } from '../../../shared/source.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { blocks } from './blocks.ts';
import { checkIntegrity } from './integrity.ts';
import { quoteName } from './quote.ts';
import { readSource } from './read-source.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/samples');
const missing = !existsSync(folder);
const samples = missing
  ? []
  : readFileSync(join(folder, 'SOURCES.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map((cells) => ({ name: cells[0] ?? '', tables: Number(cells[6]), rows: Number(cells[7]) }));

test.skipIf(missing)(
  `real databases in ${folder}${missing ? ' (skipped: the folder is not there)' : ''}`,
  () => {
    expect(samples.map(({ name }) => name).toSorted()).toEqual(
      readdirSync(folder)
        .filter((name) => name.endsWith('.db'))
        .toSorted(),
    );
  },
);

test.each(samples)('$name is read whole', async ({ name, tables, rows }) => {
  await using run = await temporaryFolder();
  const still = { signal: new AbortController().signal, advance: () => {} };
  const snapshot = await takeSnapshot(join(folder, name), join(run.path, 'snapshot.db'), still);
  await checkIntegrity(snapshot, 'full', still);
  const db = openSnapshot(snapshot);
  const source = Source.parse(readSource(db, snapshot.file));
  expect(source.tables.length).toBe(tables);
  expect(source.tables.reduce((sum, table) => sum + table.rows, 0)).toBe(rows);
  expect(source.tables.filter((table) => table.unreadText !== undefined)).toEqual([]);
  let walked = 0;
  for (const table of source.tables) {
    for (const block of blocks(db, table, 500)) {
      const sql = `SELECT count(*) FROM ${quoteName(table.name)} WHERE ${block.where}`;
      expect(
        db
          .prepare(sql)
          .pluck()
          .get(...block.params),
      ).toBe(block.rows);
      walked += block.rows;
    }
  }
  expect(walked).toBe(rows);
  db.close();
});
