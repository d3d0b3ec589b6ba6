import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../testing/temporary-folder.ts';
import { forgeSchema } from '../../testing/understand.ts';
import { checkIntegrity } from './integrity.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

let folder: TemporaryFolder;
let app: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  app = join(folder.path, 'app.db');
});
afterEach(() => folder[Symbol.asyncDispose]());

const still = { signal: new AbortController().signal, advance: () => {} };

async function snapshotOf(build: (db: Database.Database) => void): Promise<Snapshot> {
  const db = new Database(app);
  build(db);
  db.close();
  return takeSnapshot(app, join(folder.path, 'snapshot.db'), still);
}

test('rows that break the rules of their table are not damage', async () => {
  const snapshot = await snapshotOf((db) => {
    db.exec('CREATE TABLE t (a INT CHECK (a > 0), b TEXT); INSERT INTO t VALUES (1, NULL)');
    db.pragma('ignore_check_constraints = ON');
    db.exec('UPDATE t SET a = -1');
    forgeSchema(db, "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a INT CHECK (a > 0), b TEXT NOT NULL)'");
  });
  await checkIntegrity(snapshot, 'quick', still);
  await checkIntegrity(snapshot, 'full', still);
});

test('an index that lost an entry is damage to the full check', async () => {
  const snapshot = await snapshotOf((db) => {
    db.exec("CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a); INSERT INTO t VALUES ('one'), ('two')");
  });
  const bytes = readFileSync(snapshot.path);
  bytes.write('owt', bytes.lastIndexOf('two'));
  writeFileSync(snapshot.path, bytes);
  await expect(checkIntegrity(snapshot, 'full', still)).rejects.toMatchObject({
    code: 'source-index-damaged',
    what: expect.stringMatching(/index i/),
  });
});

test('an index of a virtual table that is out of step is no damage, unless a page of it is', async () => {
  const snapshot = await snapshotOf((db) => {
    // Which lets the tables below a virtual table be written to.
    db.unsafeMode();
    db.exec(`
      CREATE TABLE lesson (id INTEGER PRIMARY KEY, subject TEXT);
      CREATE VIRTUAL TABLE in_four USING fts4(content='lesson', subject);
      CREATE VIRTUAL TABLE places USING rtree(id, x0, x1);
      INSERT INTO places VALUES (1, 0, 1);
      UPDATE places_rowid SET nodeno = 7;
      INSERT INTO lesson VALUES (1, 'Physics')`);
  });
  expect(await checkIntegrity(snapshot, 'full', still)).toMatchObject([
    { code: 'index-out-of-step', severity: 'warning', sentence: expect.stringContaining('main.places') },
    { code: 'index-out-of-step', severity: 'warning', sentence: expect.stringContaining('main.in_four') },
  ]);
  const db = new Database(snapshot.path, { readonly: true });
  const page = db
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'in_four_segdir'")
    .pluck()
    .get();
  db.close();
  const bytes = readFileSync(snapshot.path);
  bytes.fill(0xab, 4096 * ((page ?? 0) - 1), 4096 * (page ?? 0));
  writeFileSync(snapshot.path, bytes);
  await expect(checkIntegrity(snapshot, 'quick', still)).rejects.toMatchObject({ code: 'source-corrupt' });
});

test('tables beside a module and a tokenizer that are not here are checked all the same', async () => {
  const snapshot = await snapshotOf((db) => {
    db.exec(`
      CREATE TABLE t (a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO t SELECT zeroblob(100) FROM n;
      CREATE VIRTUAL TABLE words USING fts5(a);
      INSERT INTO words VALUES ('x')`);
    forgeSchema(
      db,
      `INSERT INTO sqlite_schema VALUES ('table', 'places', 'places', 0, 'CREATE VIRTUAL TABLE places USING elsewhere(x)');
       UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE words USING fts5(a, tokenize = mine)' WHERE name = 'words'`,
    );
  });
  await checkIntegrity(snapshot, 'quick', still);
  const bytes = readFileSync(snapshot.path);
  bytes.fill(0xab, 4096 * 5, 4096 * 6);
  writeFileSync(snapshot.path, bytes);
  await expect(checkIntegrity(snapshot, 'quick', still)).rejects.toMatchObject({ code: 'source-corrupt' });
});

test('a cancelled check rejects at once, while the event loop stays free', async () => {
  const snapshot = await snapshotOf((db) => {
    db.exec(`
      CREATE TABLE t (a INTEGER PRIMARY KEY, b);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800000) INSERT INTO t SELECT i, i || 'x' FROM n;
      CREATE INDEX i ON t (b)`);
  });
  const controller = new AbortController();
  const reason = new Error('changed my mind');
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 5);
  const check = checkIntegrity(snapshot, 'full', { ...still, signal: controller.signal });
  let aborted = 0;
  setTimeout(() => {
    aborted = performance.now();
    controller.abort(reason);
  }, 100);
  await expect(check).rejects.toBe(reason);
  expect(performance.now() - aborted).toBeLessThan(500);
  expect(ticks).toBeGreaterThan(5);
  clearInterval(ticking);
});
