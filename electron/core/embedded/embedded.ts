import { randomBytes } from 'node:crypto';
import { access, chown, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { findBinaries, installBinaries, removeBinaries } from './binaries.ts';
import { type Cluster, initCluster, startCluster, stopCluster, superuser } from './cluster.ts';
import { isFileError } from './file-error.ts';
import { findHome, type Home, makeHome } from './home.ts';
import { withLock } from './lock.ts';
import { choosePort, isFree } from './port.ts';
import { disownPidFile, findPostmaster, type Postmaster } from './postmaster.ts';
import { type ServerUser, serverUser } from './server-user.ts';
import { serverSettings } from './settings.ts';

/** The embedded PostgreSQL as it is at this moment. `dataDir` is the folder of everything that belongs to it. */
export type EmbeddedStatus =
  | { state: 'absent' }
  | { state: 'stopped'; dataDir: string }
  | { state: 'running'; dataDir: string; pid: number; target: Target };

type Running = Extract<EmbeddedStatus, { state: 'running' }>;

export interface EmbeddedOptions {
  /** Instead of `postgres` below Rollcall's data folder. */
  dataDir?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Database that a target of the embedded server names; made at its start. */
const database = 'att_school';

/**
 * Whether the embedded PostgreSQL is there, and how to reach it. Waits while it is about to start or to stop.
 *
 * @throws `embedded-password-lost`
 */
export async function embeddedStatus({ dataDir, signal }: EmbeddedOptions = {}): Promise<EmbeddedStatus> {
  const home = await findHome(dataDir);
  return home && (await isThere(home.cluster)) ? statusOf(home, signal) : { state: 'absent' };
}

/**
 * Starts the embedded PostgreSQL, which is made first where there is none, and waits until it can be used. It runs
 * until it is stopped, whatever becomes of this process. Starting a running one changes nothing.
 *
 * @throws `embedded-no-binaries`, `embedded-no-user`, `embedded-folder-unusable`, `embedded-folder-unreachable`,
 *   `embedded-init-failed`, `embedded-start-failed`, `embedded-password-lost`, or the signal's reason
 */
export async function startEmbedded({ dataDir, signal }: EmbeddedOptions = {}): Promise<Running> {
  const home = await makeHome(dataDir, await serverUser());
  return withLock(home.lock, signal, async () => {
    const postmaster = (await settledPostmaster(home, signal)) ?? (await start(home, signal));
    const running = await runningAs(home, postmaster);
    await ensureDatabase(running.target);
    return running;
  });
}

/** Stops the embedded PostgreSQL; its data stay. */
export async function stopEmbedded({ dataDir, signal }: EmbeddedOptions = {}): Promise<EmbeddedStatus> {
  const home = await findHome(dataDir);
  if (!home) return { state: 'absent' };
  return withLock(home.lock, signal, async () => {
    await stop(home, 'fast', signal);
    return (await isThere(home.cluster)) ? statusOf(home, signal) : { state: 'absent' };
  });
}

/** Stops the embedded PostgreSQL and deletes it with every database in it. Nothing else in its folder is touched. */
export async function resetEmbedded({ dataDir, signal }: EmbeddedOptions = {}): Promise<EmbeddedStatus> {
  const home = await findHome(dataDir);
  if (!home) return { state: 'absent' };
  return withLock(home.lock, signal, async () => {
    await stop(home, 'immediate', signal);
    await rm(home.cluster, { recursive: true, force: true });
    await Promise.all([home.password, home.port].map((file) => rm(file, { force: true })));
    await removeBinaries(home.folder);
    return { state: 'absent' };
  });
}

async function statusOf(home: Home, signal: AbortSignal | undefined): Promise<EmbeddedStatus> {
  const postmaster = await settledPostmaster(home, signal);
  return postmaster ? runningAs(home, postmaster) : { state: 'stopped', dataDir: home.folder };
}

async function runningAs(home: Home, { pid, port }: Postmaster): Promise<Running> {
  const password = await readPassword(home);
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port } as const;
  const target: Target = { endpoint, database, user: superuser, password, ssl: { mode: 'disable' } };
  return { state: 'running', dataDir: home.folder, pid, target };
}

async function start(home: Home, signal: AbortSignal | undefined): Promise<Postmaster> {
  const user = await serverUser();
  const binaries = await findBinaries();
  await removeBinaries(home.folder, binaries);
  const programs = await installBinaries(binaries, home.folder);
  const cluster: Cluster = { folder: home.cluster, installation: { bin: path.join(programs, 'bin'), user } };
  if (!(await isThere(home.cluster))) await create(cluster, home, user, signal);
  await disownPidFile(home.cluster);
  return startOnPort(cluster, home, signal);
}

async function create(
  cluster: Cluster,
  home: Home,
  user: ServerUser | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  await rm(home.password, { force: true });
  await writeFile(home.password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (user) await chown(home.password, user.uid, user.gid);
  // Sorts as SQLite does, and folds letters beyond ASCII, on every system alike.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await initCluster(cluster, home.password, { locale, signal });
}

/** Another program may take the port between the choice and the start; then another one is chosen. */
async function startOnPort(
  cluster: Cluster,
  home: Home,
  signal: AbortSignal | undefined,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(home.port);
    try {
      const postmaster = await startCluster(cluster, { ...serverSettings(), port: String(port) }, signal);
      await writeFile(home.port, String(port));
      return postmaster;
    } catch (error) {
      if (signal?.aborted || attempt === 3 || (await isFree(port))) throw error;
    }
  }
}

/** Who serves the cluster, once it neither starts nor stops any more, as after its starter was killed. */
async function settledPostmaster(
  home: Home,
  signal: AbortSignal | undefined,
): Promise<Postmaster | undefined> {
  let postmaster = await findPostmaster(home.cluster);
  while (postmaster && !postmaster.ready) {
    await sleep(100, undefined, signal ? { signal } : {});
    postmaster = await findPostmaster(home.cluster);
  }
  return postmaster;
}

async function stop(home: Home, mode: 'fast' | 'immediate', signal: AbortSignal | undefined): Promise<void> {
  if (!(await findPostmaster(home.cluster))) return;
  const user = await serverUser();
  const programs = await installBinaries(await findBinaries(), home.folder);
  await stopCluster(
    { folder: home.cluster, installation: { bin: path.join(programs, 'bin'), user } },
    mode,
    signal,
  );
}

/** The database, with what counts its queries: nobody should have to type SQL into a server that Rollcall brings. */
async function ensureDatabase(target: Target): Promise<void> {
  await connected(target, 'postgres', async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  });
  await connected(target, database, (client) =>
    client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'),
  );
}

async function connected(
  { endpoint, user, password }: Target,
  to: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  if (endpoint.kind !== 'tcp' || password === undefined) return;
  const client = new pg.Client({ host: endpoint.host, port: endpoint.port, user, password, database: to });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function readPassword(home: Home): Promise<string> {
  try {
    return await readFile(home.password, 'utf8');
  } catch (error) {
    throw rollcallError('embedded-password-lost', { file: home.password }, error);
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return false;
    throw error;
  }
}
