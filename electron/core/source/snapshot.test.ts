import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteProcess } from '../../testing/sqlite-process.ts';
import { type TemporaryFolder, temporaryFolder } from '../../testing/temporary-folder.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';

let source: TemporaryFolder;
let run: TemporaryFolder;
let app: string;
let copy: string;

beforeEach(async () => {
  source = await temporaryFolder();
  run = await temporaryFolder();
  app = join(source.path, 'app.db');
  copy = join(run.path, 'snapshot.db');
});
afterEach(async () => {
  await chmod(source.path, 0o700);
  await source[Symbol.asyncDispose]();
  await run[Symbol.asyncDispose]();
});

const still = { signal: new AbortController().signal, advance: () => {} };

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Name, time of change and contents of everything in the folder of the source. */
function trace() {
  return readdirSync(source.path).map((name) => {
    const path = join(source.path, name);
    const contents = digest(readFileSync(path));
    return { name, changed: statSync(path, { bigint: true }).mtimeNs, contents };
  });
}

function names(path: string): string[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], string>('SELECT name FROM student ORDER BY id').pluck().all();
  } finally {
    db.close();
  }
}

function makeSchool(pragma = 'journal_mode = DELETE'): void {
  const db = new Database(app);
  db.pragma(pragma);
  db.exec(
    "CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO student (name) VALUES ('Aisha'), ('Omar')",
  );
  db.close();
}

describe('a file that nobody has open', () => {
  test('is described as it is', async () => {
    const db = new Database(app);
    db.exec(
      "PRAGMA encoding = 'UTF-16be'; PRAGMA page_size = 1024; PRAGMA user_version = -7; PRAGMA application_id = 252006673; CREATE TABLE t (a)",
    );
    db.close();
    const { file, path } = await takeSnapshot(app, copy, still);
    expect(path).toBe(copy);
    expect(file).toEqual({
      path: app,
      bytes: 2048,
      pageSize: 1024,
      pageCount: 2,
      encoding: 'UTF-16be',
      journalMode: 'delete',
      sha256: digest(readFileSync(copy)),
      userVersion: -7,
      applicationId: 252006673,
    });
  });

  test.each(['delete', 'wal'])(
    'in journal mode %s is copied without a trace, from a folder that is read-only too',
    async (mode) => {
      makeSchool(`journal_mode = ${mode}`);
      expect(readdirSync(source.path)).toEqual(['app.db']);
      await chmod(source.path, 0o500);
      const before = trace();
      const snapshot = await takeSnapshot(app, copy, still);
      expect(trace()).toEqual(before);
      expect(names(copy)).toEqual(['Aisha', 'Omar']);
      expect(snapshot.file.journalMode).toBe(mode);
    },
  );

  test('becomes one file that only its owner reads and that stays one file when it is opened', async () => {
    makeSchool('journal_mode = WAL');
    const snapshot = await takeSnapshot(app, copy, still);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const db = openSnapshot(snapshot);
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    db.prepare('SELECT * FROM student').all();
    expect(readdirSync(run.path)).toEqual(['snapshot.db']);
    expect(() => db.exec('DELETE FROM student')).toThrow('readonly');
    db.exec('CREATE TEMP TABLE list (id); INSERT INTO list VALUES (1)');
    db.close();
  });

  test('is found through a link, with the log that lies beside the file', async () => {
    makeSchool('journal_mode = WAL');
    const program = 'db.exec("INSERT INTO student (name) VALUES (\'Layla\')"); ready()';
    await (await sqliteProcess(app, program)).kill();
    await rm(`${app}-shm`);
    const link = join(run.path, 'link.db');
    symlinkSync(app, link);
    await takeSnapshot(link, copy, still);
    expect(names(copy)).toEqual(['Aisha', 'Omar', 'Layla']);
  });

  test.each(['delete', 'wal'])('may have something behind its last page (journal mode %s)', async (mode) => {
    makeSchool(`journal_mode = ${mode}`);
    appendFileSync(app, 'x');
    const { file } = await takeSnapshot(app, copy, still);
    expect(file.pageCount).toBe(2);
    expect(names(copy)).toEqual(['Aisha', 'Omar']);
  });

  test('may have a name that ends in a blank', async () => {
    makeSchool();
    const odd = `${app} `;
    writeFileSync(odd, readFileSync(app));
    writeFileSync(app, 'a trap');
    await takeSnapshot(odd, copy, still);
    expect(names(copy)).toEqual(['Aisha', 'Omar']);
  });
});

describe('what a crash left', () => {
  test.each([true, false])('in a log is recovered, -shm there: %s', async (keepIndex) => {
    makeSchool('journal_mode = WAL');
    const program = 'db.exec("INSERT INTO student (name) VALUES (\'Layla\')"); ready()';
    await (await sqliteProcess(app, program)).kill();
    if (!keepIndex) await rm(`${app}-shm`);
    const before = trace();
    expect(before.map(({ name }) => name)).toContain('app.db-wal');
    await takeSnapshot(app, copy, still);
    expect(trace()).toEqual(before);
    expect(names(copy)).toEqual(['Aisha', 'Omar', 'Layla']);
    expect(readdirSync(run.path)).toEqual(['snapshot.db']);
  });

  test('half written is rolled back in the copy alone', async () => {
    makeSchool();
    const program = `
db.exec("CREATE TABLE filler (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO filler SELECT randomblob(900) FROM n");
      db.pragma('cache_size = 1');
      db.exec("BEGIN; UPDATE student SET name = 'nobody'; UPDATE filler SET x = randomblob(900)");
      ready();`;
    await (await sqliteProcess(app, program)).kill();
    const before = trace();
    expect(before.map(({ name }) => name)).toContain('app.db-journal');
    await takeSnapshot(app, copy, still);
    expect(trace()).toEqual(before);
    expect(names(copy)).toEqual(['Aisha', 'Omar']);
    expect(readdirSync(run.path)).toEqual(['snapshot.db']);
  });
});

describe('a file that another process writes to', () => {
  /** Two sums at either end of a file of several backup steps, equal after every transaction. */
  async function ledger(mode: string) {
    const db = new Database(app);
    db.pragma(`journal_mode = ${mode}`);
    db.exec(`
      CREATE TABLE first (id INTEGER PRIMARY KEY, amount INTEGER);
      INSERT INTO first VALUES (1, 0);
      CREATE TABLE filler (x);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO filler SELECT randomblob(1000000) FROM n;
      CREATE TABLE last (id INTEGER PRIMARY KEY, amount INTEGER);
      INSERT INTO last VALUES (1, 0)`);
    db.close();
    return sqliteProcess(
      app,
      `db.pragma('busy_timeout = 20000');
       db.pragma('synchronous = OFF');
       const both = db.transaction(() => {
         db.prepare('UPDATE first SET amount = amount + 1').run();
         db.prepare('UPDATE filler SET x = randomblob(1000000) WHERE rowid = abs(random()) % 40 + 1').run();
         db.prepare('UPDATE last SET amount = amount + 1').run();
       });
       both();
       ready();
       const write = () => { both(); setTimeout(write, 1); };
       write();`,
    );
  }

  test.each(['wal', 'delete'])('in journal mode %s is copied as of one moment', async (mode) => {
    await using _writer = await ledger(mode);
    const amounts: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const path = `${copy}.${round}`;
      await takeSnapshot(app, path, still);
      const db = new Database(path, { readonly: true });
      const first = db.prepare<[], number>('SELECT amount FROM first').pluck().get() ?? -1;
      expect(db.prepare('SELECT amount FROM last').pluck().get()).toBe(first);
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      db.close();
      amounts.push(first);
    }
    expect(amounts).toEqual([...new Set(amounts)].toSorted((a, b) => a - b));
  });

  test('is refused when it stays locked', async () => {
    makeSchool();
    await using _owner = await sqliteProcess(app, "db.exec('BEGIN EXCLUSIVE'); ready()");
    const started = performance.now();
    await expect(takeSnapshot(app, copy, { ...still, lockTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'source-locked',
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(300);
    expect(readdirSync(run.path)).toEqual([]);
  });

  test('is copied once the lock is gone', async () => {
    makeSchool();
    await using _owner = await sqliteProcess(
      app,
      "db.exec(\"BEGIN EXCLUSIVE; INSERT INTO student (name) VALUES ('Layla')\"); ready(); setTimeout(() => db.exec('COMMIT'), 300)",
    );
    await takeSnapshot(app, copy, still);
    expect(names(copy)).toEqual(['Aisha', 'Omar', 'Layla']);
  });
});

describe('a cancelled copy', () => {
  test.each(['delete', 'wal'])('stops at once and leaves nothing (journal mode %s)', async (mode) => {
    makeSchool(`journal_mode = ${mode}`);
    const db = new Database(app);
    db.exec('CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(100000000))');
    db.close();
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const copying = takeSnapshot(app, copy, {
      signal: controller.signal,
      advance: () => controller.abort(reason),
    });
    await expect(copying).rejects.toBe(reason);
    expect(readdirSync(run.path)).toEqual([]);
  });

  test('while it waits for a lock stops too', async () => {
    makeSchool();
    await using _owner = await sqliteProcess(app, "db.exec('BEGIN EXCLUSIVE'); ready()");
    const started = performance.now();
    await expect(takeSnapshot(app, copy, { ...still, signal: AbortSignal.timeout(100) })).rejects.toThrow(
      'timeout',
    );
    expect(performance.now() - started).toBeLessThan(1000);
    expect(readdirSync(run.path)).toEqual([]);
  });
});

test('progress goes from nothing to all', async () => {
  makeSchool();
  const steps: number[] = [];
  await takeSnapshot(app, copy, { ...still, advance: ({ done, total }) => steps.push(done / total) });
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBe(1);
});

test('a snapshot never overwrites a file', async () => {
  makeSchool();
  writeFileSync(copy, 'an older backup');
  await expect(takeSnapshot(app, copy, still)).rejects.toMatchObject({ code: 'snapshot-not-writable' });
  expect(readFileSync(copy, 'utf8')).toBe('an older backup');
  await expect(takeSnapshot(app, join(run.path, 'none', 'x.db'), still)).rejects.toMatchObject({
    code: 'snapshot-not-writable',
  });
});
