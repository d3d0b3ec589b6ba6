import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFile } from '../core/run/open-file.ts';
import { forgeSchema } from '../testing/understand.ts';
import { OpenedRows } from './opened-rows.ts';

let folder: string;
let rows: OpenedRows;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-rows-'));
  rows = new OpenedRows();
});
afterEach(async () => {
  rows.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(sql: string, forged?: string): Promise<void> {
  const path = join(folder, 'app.db');
  using db = { file: new Database(path), [Symbol.dispose]: () => db.file.close() };
  db.file.exec(sql);
  if (forged !== undefined) forgeSchema(db.file, forged);
  const context = { signal: new AbortController().signal, advance: () => undefined };
  const { snapshot, source, renamed } = await openFile(path, join(folder, 'opened'), context);
  rows.open(snapshot, source, renamed);
}

const million = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)`;

test('any row of a million is there at once, and nobody else has to wait for it', async () => {
  await open(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); ${million} INSERT INTO t SELECT i * 3, 'n' || i FROM n`,
  );
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  for (const at of [999_999, 0, 500_000, 123_456]) {
    const [row] = await rows.read('t', at, 1);
    expect(row).toEqual([
      { kind: 'number', text: String((at + 1) * 3) },
      { kind: 'text', text: `n${at + 1}`, cut: false },
    ]);
  }
  delay.disable();
  expect(delay.percentile(99) / 1e6).toBeLessThan(20);
  expect(await rows.read('t', 1_000_000, 10)).toEqual([]);
  expect(await rows.read('t', 999_995, 10)).toHaveLength(5);
});

test('a table that its application sorted by itself can be looked at', async () => {
  await open(
    "CREATE TABLE tags (tag TEXT PRIMARY KEY COLLATE NOCASE, n) WITHOUT ROWID; INSERT INTO tags VALUES ('b', 1), ('A', 2)",
    "UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'unicase')",
  );
  const shown = await rows.read('tags', 0, 10);
  expect(shown.map(([tag]) => tag)).toEqual([
    { kind: 'text', text: 'A', cut: false },
    { kind: 'text', text: 'b', cut: false },
  ]);
});

test('values are shown as they are stored, long ones by their beginning', async () => {
  await open(
    `CREATE TABLE t (a); INSERT INTO t VALUES (NULL), (9223372036854775807), (1.5), ('text'), (x'00ff'), ('${'ل'.repeat(400)}')`,
  );
  expect((await rows.read('t', 0, 10)).flat()).toEqual([
    { kind: 'null' },
    { kind: 'number', text: '9223372036854775807' },
    { kind: 'number', text: '1.5' },
    { kind: 'text', text: 'text', cut: false },
    { kind: 'bytes', bytes: 2 },
    { kind: 'text', text: 'ل'.repeat(300), cut: true },
  ]);
});

test('a table without rowids is shown too, and one whose names PostgreSQL can not have', async () => {
  const long = 'x'.repeat(70);
  await open(
    `CREATE TABLE w (a TEXT PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO w VALUES ('b', 2), ('a', 1);
     CREATE TABLE "${long}1" ("${long}2" INTEGER, xmin TEXT); INSERT INTO "${long}1" VALUES (7, 'seven')`,
  );
  expect((await rows.read('w', 1, 5)).flat()).toEqual([
    { kind: 'text', text: 'b', cut: false },
    { kind: 'number', text: '2' },
  ]);
  expect((await rows.read(`${long}1`, 0, 5)).flat()).toEqual([
    { kind: 'number', text: '7' },
    { kind: 'text', text: 'seven', cut: false },
  ]);
});

test('nothing is shown of a file that was closed', async () => {
  await open('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  rows.close();
  await expect(rows.read('t', 0, 1)).rejects.toMatchObject({ code: 'nothing-open' });
});
