import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { findBinaries, installBinaries } from './binaries.ts';
import {
  type EmbeddedStatus,
  embeddedStatus,
  resetEmbedded,
  startEmbedded,
  stopEmbedded,
} from './embedded.ts';
import { serverUser } from './server-user.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
type Running = Extract<EmbeddedStatus, { state: 'running' }>;

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) {
    await resetEmbedded({ dataDir: path.join(folder, 'data') });
    await rm(folder, { recursive: true, force: true });
  }
});

/** Where a server may live: a path that isn't there yet, in a folder that its user can enter. */
async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(path.join(inject('runFolder'), 'embedded-'));
  await chmod(folder, 0o711);
  folders.push(folder);
  return path.join(folder, 'data');
}

async function query(running: Running, sql: string): Promise<unknown[]> {
  const { endpoint, user, password, database } = running.target;
  if (endpoint.kind !== 'tcp' || password === undefined) throw new Error('unexpected target');
  const client = new pg.Client({ host: endpoint.host, port: endpoint.port, user, password, database });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Code for another process that calls one of the functions and prints what it returns. */
function callCode(name: string, dataDir: string): string {
  const module = JSON.stringify(new URL('./embedded.ts', import.meta.url).href);
  return `import * as embedded from ${module};
    console.log(JSON.stringify(await embedded.${name}({ dataDir: ${JSON.stringify(dataDir)} })));`;
}

async function elsewhere(name: string, dataDir: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', callCode(name, dataDir)]);
  return JSON.parse(stdout);
}

/** A process that starts the server and then stays; resolves when the server runs. */
async function lastingStarter(dataDir: string): Promise<ChildProcess> {
  const code = `${callCode('startEmbedded', dataDir)} setTimeout(() => {}, 3_600_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('a server that was started', () => {
  test('takes queries in UTF-8, keeps what is committed, and is found again by another process', async () => {
    const dataDir = await newDataDir();
    const running = await startEmbedded({ dataDir });
    expect(
      await query(running, "SELECT lower('ÉCOLE') AS folded, current_setting('fsync') AS fsync"),
    ).toEqual([{ folded: 'école', fsync: 'on' }]);
    expect(await elsewhere('embeddedStatus', dataDir)).toEqual(running);
    expect(await elsewhere('startEmbedded', dataDir)).toEqual(running);
  });

  test('counts what an application asks of it', async () => {
    const dataDir = await newDataDir();
    const running = await startEmbedded({ dataDir });
    await query(running, 'SELECT 41 + 1');
    expect(
      await query(running, "SELECT calls::int FROM pg_stat_statements WHERE query = 'SELECT $1 + $2'"),
    ).toEqual([{ calls: 1 }]);
  });

  test('can only be reached from this machine, with the password', async () => {
    const running = await startEmbedded({ dataDir: await newDataDir() });
    const settings = `SELECT current_setting('listen_addresses') AS host, current_setting('unix_socket_directories') AS sockets`;
    expect(await query(running, settings)).toEqual([{ host: '127.0.0.1', sockets: '' }]);
    const guess = { ...running, target: { ...running.target, password: 'guess' } };
    await expect(query(guess, 'SELECT')).rejects.toMatchObject({ code: '28P01' });
    const { mode } = await stat(path.join(running.dataDir, 'password'));
    expect(mode & 0o777).toBe(0o600);
  });

  test('survives its starter being killed', async () => {
    const dataDir = await newDataDir();
    const starter = await lastingStarter(dataDir);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const status = await embeddedStatus({ dataDir });
    if (status.state !== 'running') throw new Error(`the server is ${status.state}`);
    expect(await query(status, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is one, however many start it at once', async () => {
    const dataDir = await newDataDir();
    const started = await Promise.all([
      elsewhere('startEmbedded', dataDir),
      elsewhere('startEmbedded', dataDir),
      startEmbedded({ dataDir }),
      startEmbedded({ dataDir }),
    ]);
    for (const other of started) expect(other).toEqual(started[2]);
  });

  test('keeps its data, port and password over a stop', async () => {
    const dataDir = await newDataDir();
    const first = await startEmbedded({ dataDir });
    await query(first, 'CREATE TABLE kept AS SELECT 7 AS seven');
    expect(await stopEmbedded({ dataDir })).toEqual({ state: 'stopped', dataDir });
    await expect(query(first, 'SELECT')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const second = await startEmbedded({ dataDir });
    expect(second.target).toEqual(first.target);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second, 'TABLE kept')).toEqual([{ seven: 7 }]);
  });

  test('recovers what was committed when it was killed itself', async () => {
    const dataDir = await newDataDir();
    const first = await startEmbedded({ dataDir });
    await query(first, 'CREATE TABLE kept AS SELECT 7 AS seven');
    process.kill(first.pid, 'SIGKILL');
    await expect.poll(() => embeddedStatus({ dataDir })).toEqual({ state: 'stopped', dataDir });
    expect(await query(await startEmbedded({ dataDir }), 'TABLE kept')).toEqual([{ seven: 7 }]);
  });

  test('takes another port when its own is taken meanwhile', async () => {
    const dataDir = await newDataDir();
    const first = await startEmbedded({ dataDir });
    await stopEmbedded({ dataDir });
    await writeFile(path.join(dataDir, 'port'), String(await portOfAnotherServer()));
    const second = await startEmbedded({ dataDir });
    expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(second.target.endpoint).not.toEqual(first.target.endpoint);
  });
});

async function portOfAnotherServer(): Promise<number> {
  const { target } = await startEmbedded({ dataDir: await newDataDir() });
  if (target.endpoint.kind !== 'tcp') throw new Error('unexpected target');
  return target.endpoint.port;
}

test('a pid file left by a power cut, its number now another program’s, is no server and no obstacle', async () => {
  const dataDir = await newDataDir();
  const first = await startEmbedded({ dataDir });
  const pidFile = path.join(dataDir, 'cluster', 'postmaster.pid');
  const left = await readFile(pidFile, 'utf8');
  await stopEmbedded({ dataDir });
  const stranger = spawn('sleep', ['3600']);
  await once(stranger, 'spawn');
  await writeFile(pidFile, left.replace(String(first.pid), String(stranger.pid)));
  if (isRoot) await giveToServerUser(pidFile);
  expect(await embeddedStatus({ dataDir })).toEqual({ state: 'stopped', dataDir });
  const second = await startEmbedded({ dataDir });
  expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

async function giveToServerUser(file: string): Promise<void> {
  const user = await serverUser();
  if (user) await chown(file, user.uid, user.gid);
}

test('there is none before the first start, and none after a reset, which leaves other files alone', async () => {
  const dataDir = await newDataDir();
  expect(await embeddedStatus({ dataDir })).toEqual({ state: 'absent' });
  expect(await stopEmbedded({ dataDir })).toEqual({ state: 'absent' });
  const running = await startEmbedded({ dataDir });
  const bystander = path.join(dataDir, 'homework.txt');
  await writeFile(bystander, 'keep me');
  expect(await resetEmbedded({ dataDir })).toEqual({ state: 'absent' });
  expect(await embeddedStatus({ dataDir })).toEqual({ state: 'absent' });
  await expect(query(running, 'SELECT')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await readFile(bystander, 'utf8')).toBe('keep me');
  expect(existsSync(path.join(dataDir, 'cluster'))).toBe(false);
});

test('a start that is cancelled stops within a second, leaves nothing running, and can be tried again', async () => {
  const dataDir = await newDataDir();
  const cancelling = new AbortController();
  const starting = startEmbedded({ dataDir, signal: cancelling.signal });
  setTimeout(() => cancelling.abort(), 150);
  const asked = performance.now() + 150;
  await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(await embeddedStatus({ dataDir })).not.toMatchObject({ state: 'running' });
  expect(await query(await startEmbedded({ dataDir }), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a lost password is explained', async () => {
  const dataDir = await newDataDir();
  await startEmbedded({ dataDir });
  await rm(path.join(dataDir, 'password'));
  await expect(embeddedStatus({ dataDir })).rejects.toMatchObject({ code: 'embedded-password-lost' });
});

test('a folder that can’t be made is explained', async () => {
  const file = path.join(path.dirname(await newDataDir()), 'file');
  await writeFile(file, '');
  await expect(startEmbedded({ dataDir: path.join(file, 'data') })).rejects.toMatchObject({
    code: 'embedded-folder-unusable',
  });
});

test('a server that can’t start is explained in its own words', async () => {
  const dataDir = await newDataDir();
  await startEmbedded({ dataDir });
  await stopEmbedded({ dataDir });
  await writeFile(path.join(dataDir, 'cluster', 'PG_VERSION'), '9.6\n');
  await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
    code: 'embedded-start-failed',
    cause: { message: expect.stringContaining('initialized by PostgreSQL version 9.6') },
  });
});

describe.runIf(isRoot)('as root', () => {
  test('runs as another user', async () => {
    const running = await startEmbedded({ dataDir: await newDataDir() });
    const status = await readFile(`/proc/${running.pid}/status`, 'utf8');
    expect(status).toContain(`Uid:\t${(await serverUser())?.uid}\t`);
  });

  test('works from programs that the server’s user can’t reach', async () => {
    const dataDir = await newDataDir();
    const [locked, open] = [`${dataDir}-locked`, `${dataDir}-open`];
    await mkdir(locked, { mode: 0o700 });
    await mkdir(open);
    await chmod(open, 0o755);
    const { version, folder } = await findBinaries();
    const unreachable = await installBinaries({ version, folder }, locked);
    const reachable = await installBinaries({ version, folder: unreachable }, open);
    const user = await serverUser();
    const ask = (home: string) =>
      run(path.join(home, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' });
    await expect(ask(unreachable)).rejects.toMatchObject({ code: 'EACCES' });
    expect((await ask(reachable)).stdout).toContain(' 18.');
  });

  test('lets the server’s user, and nobody else, into folders of its own that are private', async () => {
    const dataDir = await newDataDir();
    const data = path.join(path.dirname(dataDir), 'data');
    await mkdir(data, { mode: 0o700 });
    vi.stubEnv('ROLLCALL_DATA', data);
    const running = await startEmbedded();
    expect(await query(running, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const user = await serverUser();
    for (const folder of [data, running.dataDir]) {
      const { mode, gid } = await stat(folder);
      expect({ mode: mode & 0o777, gid }).toEqual({ mode: 0o710, gid: user?.gid });
    }
    await resetEmbedded();
    vi.unstubAllEnvs();
  });

  test('says so when the folder is inside a private one', async () => {
    const dataDir = await newDataDir();
    await chmod(path.dirname(dataDir), 0o700);
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'embedded-folder-unreachable' });
  });

  test('an ordinary user can do the same', async ({ skip }) => {
    const nobody = { uid: 65_534, gid: 65_534 };
    const mine = await canRead(process.execPath, nobody);
    skip(!mine, 'the project lies in a folder that other users can’t enter');
    const dataDir = await newDataDir();
    await chown(path.dirname(dataDir), nobody.uid, nobody.gid);
    const call = async (name: string): Promise<unknown> => {
      const args = ['--input-type=module', '--eval', callCode(name, dataDir)];
      return JSON.parse((await run(process.execPath, args, { ...nobody, cwd: '/' })).stdout);
    };
    expect(await call('startEmbedded')).toMatchObject({ state: 'running', dataDir });
    expect((await stat(path.join(dataDir, 'cluster'))).uid).toBe(nobody.uid);
    expect(await call('resetEmbedded')).toEqual({ state: 'absent' });
  });
});

async function canRead(program: string, user: { uid: number; gid: number }): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    await run(program, ['--version'], { ...user, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
