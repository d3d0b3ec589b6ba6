import { createCipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ErrorCode, reportError } from '../../../shared/errors/index.ts';
import { type TemporaryFolder, temporaryFolder } from '../../testing/temporary-folder.ts';
import { checkIntegrity } from './integrity.ts';
import { readSource } from './read-source.ts';
import { openSnapshot, takeSnapshot } from './snapshot.ts';

let folder: TemporaryFolder;
let run: TemporaryFolder;
let app: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  run = await temporaryFolder();
  app = join(folder.path, 'app.db');
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await run[Symbol.asyncDispose]();
});

const still = { signal: new AbortController().signal, advance: () => {} };

/** Reads the file as a run does, up to the first error; the words that it gives. */
async function refusalOf(path: string): Promise<{ code: string; what: string; todo: string }> {
  try {
    const snapshot = await takeSnapshot(path, join(run.path, 'snapshot.db'), still);
    await checkIntegrity(snapshot, 'quick', still);
    const db = openSnapshot(snapshot);
    try {
      readSource(db, snapshot.file);
    } finally {
      db.close();
    }
  } catch (error) {
    return reportError(error);
  }
  throw new Error(`${path} was taken without a complaint.`);
}

async function expectRefusal(path: string, code: ErrorCode, ...words: string[]): Promise<void> {
  const refusal = await refusalOf(path);
  expect(refusal.code).toBe(code);
  for (const word of [path, ...words]) expect(`${refusal.what} ${refusal.todo}`).toContain(word);
  const copied: ErrorCode[] = ['source-corrupt', 'source-has-no-tables'];
  if (!copied.includes(code)) expect(readdirSync(run.path)).toEqual([]);
}

/** A sound file of about a hundred pages. */
function makeSchool(): Buffer {
  const db = new Database(app);
  db.exec(`
    CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
      INSERT INTO student SELECT i, printf('a student named %080d', i) FROM n;
    CREATE INDEX student_name ON student (name)`);
  db.close();
  return readFileSync(app);
}

test('a path where nothing is', () => expectRefusal(app, 'source-not-found'));

test('a path through a file', async () => {
  makeSchool();
  await expectRefusal(join(app, 'app.db'), 'source-not-found');
});

test('a folder', async () => {
  await mkdir(app);
  await expectRefusal(app, 'source-is-folder');
});

test.skipIf(process.platform === 'win32')('a socket', async () => {
  const server = createServer().listen(app);
  await once(server, 'listening');
  await expectRefusal(app, 'source-is-device');
  server.close();
});

test('an empty file', async () => {
  writeFileSync(app, '');
  await expectRefusal(app, 'source-empty-file', '0 bytes');
});

test.each([
  ['a picture', Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(40_950)]), 'JPEG'],
  ['a text', Buffer.from('id,name\n1,Aisha\n'.repeat(500)), 'not a SQLite database'],
  ['a short text', Buffer.from('hello'), 'not a SQLite database'],
  ['a ZIP archive', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(4092)]), 'ZIP'],
  ['zeros', Buffer.alloc(8192), 'not a SQLite database'],
])('%s', async (_, contents, words) => {
  writeFileSync(app, contents);
  await expectRefusal(app, 'not-sqlite', words);
});

test('a log instead of its database', async () => {
  const db = new Database(app);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (a)');
  await expectRefusal(`${app}-wal`, 'not-sqlite', 'without -wal');
  db.close();
});

test('an encrypted database', async () => {
  const cipher = createCipheriv('aes-256-cbc', randomBytes(32), randomBytes(16)).setAutoPadding(false);
  writeFileSync(app, Buffer.concat([cipher.update(makeSchool()), cipher.final()]));
  await expectRefusal(app, 'source-encrypted', 'encrypted');
});

test.each([50, 4096, 300_000])('a database of which only %d bytes came through', async (bytes) => {
  const { length } = makeSchool();
  truncateSync(app, bytes);
  await expectRefusal(
    app,
    'source-truncated',
    bytes === 50 ? '100 bytes' : `${length} bytes`,
    `only ${bytes}`,
  );
});

test('a database in WAL mode that is cut short', async () => {
  makeSchool();
  const db = new Database(app);
  db.pragma('journal_mode = WAL');
  db.close();
  truncateSync(app, 300_000);
  await expectRefusal(app, 'source-truncated');
});

test('a page of a table overwritten', async () => {
  const bytes = makeSchool();
  bytes.fill(0xab, 4096 * 40, 4096 * 41);
  writeFileSync(app, bytes);
  await expectRefusal(app, 'source-corrupt', 'page 41', '.recover');
});

test('a schema that makes no sense', async () => {
  const bytes = makeSchool();
  const at = bytes.indexOf('CREATE TABLE student');
  bytes.write('CREATE TABLR', at);
  writeFileSync(app, bytes);
  await expectRefusal(app, 'source-corrupt', 'malformed');
});

test('a header that makes no sense', async () => {
  const bytes = makeSchool();
  bytes.writeUInt16BE(3, 16);
  writeFileSync(app, bytes);
  await expectRefusal(app, 'source-corrupt');
});

test('a file of another account', async () => {
  makeSchool();
  await chmod(app, 0o000);
  await asOrdinaryUser(() => expectRefusal(app, 'source-unreadable'));
});

test('a folder of another account', async () => {
  makeSchool();
  await chmod(folder.path, 0o000);
  await asOrdinaryUser(() => expectRefusal(app, 'source-unreadable'));
  await chmod(folder.path, 0o700);
});

test('a database with nothing in it', async () => {
  const db = new Database(app);
  db.exec('CREATE VIEW v AS SELECT 1; ');
  db.close();
  await expectRefusal(app, 'source-has-no-tables');
});

test('a database that was emptied', async () => {
  const db = new Database(app);
  db.exec('CREATE TABLE t (a); DROP TABLE t; VACUUM');
  db.close();
  await expectRefusal(app, 'source-has-no-tables');
});

test('a file larger than the space that is left', async () => {
  makeSchool();
  const { bavail, bsize } = await statfs(run.path);
  truncateSync(app, bavail * bsize + 2 ** 30);
  const refusal = await refusalOf(app);
  expect(refusal.code).toBe('disk-full-local');
  expect(refusal.what).toContain(run.path);
  expect(readdirSync(run.path)).toEqual([]);
});

/** Root may read everything, so its rights are put aside for as long as `act` takes. */
async function asOrdinaryUser(act: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await chmod(run.path, 0o777);
    process.seteuid?.(65_534);
  }
  try {
    await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
