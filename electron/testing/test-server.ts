import { randomBytes } from 'node:crypto';
import { chmod, chown, glob, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Target } from '../../shared/target.ts';
import { type Cluster, initCluster, startCluster, superuser } from '../core/embedded/cluster.ts';
import { anyFreePort } from '../core/embedded/port.ts';
import { findPostmaster, isAlive } from '../core/embedded/postmaster.ts';
import type { Installation } from '../core/embedded/program.ts';

/** A server that tests may do anything with, reached as its superuser. */
export interface TestServer {
  /** Major version. */
  readonly version: number;
  readonly target: Target;
  /** Whether it loads pg_stat_statements. */
  readonly countsQueries: boolean;
}

/** One that runs, with what it takes to stop it. */
export interface RunningServer extends TestServer {
  readonly cluster: Cluster;
  readonly pid: number;
  /** It was started with these, its port among them. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Nothing in a test's database has to outlive a power cut. */
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Makes a new server below `home` and starts it.
 *
 * @param home an absolute path that isn't there yet, in a folder that the server's user can enter
 * @param locale arguments for initdb
 * @param settings configuration parameters besides the address
 */
export async function startTestServer(
  home: string,
  version: number,
  installation: Installation,
  locale: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  await mkdir(home);
  await chmod(home, 0o711);
  const password = randomBytes(12).toString('hex');
  const passwordFile = path.join(home, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (installation.user) await chown(passwordFile, installation.user.uid, installation.user.gid);
  const cluster = { folder: path.join(home, 'cluster'), installation };
  await initCluster(cluster, passwordFile, { locale });
  const port = await anyFreePort();
  const all = { ...settings, ...hasty, port: String(port) };
  const { pid } = await startCluster(cluster, all);
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port } as const;
  const target: Target = {
    endpoint,
    database: 'postgres',
    user: superuser,
    password,
    ssl: { mode: 'disable' },
  };
  const countsQueries = settings['shared_preload_libraries'] === 'pg_stat_statements';
  return { version, target, countsQueries, cluster, pid, settings: all };
}

/** Where Debian has PostgreSQL 15. */
export const debian15 = '/usr/lib/postgresql/15/bin';

const prefix = 'rollcall-tests-';

/** Where the servers of a test run live; root's are where another user can reach them. */
const base = process.getuid?.() === 0 ? '/tmp' : tmpdir();

/** Makes the folder of this run's servers, named by this process; every user can pass through it. */
export async function makeRunFolder(): Promise<string> {
  const folder = path.join(base, `${prefix}${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await chmod(folder, 0o711);
  return folder;
}

/** Stops the servers, and deletes the folders, of this user's runs that were killed before they could. */
export async function sweepDeadRuns(): Promise<void> {
  for (const name of await readdir(base)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      await sweep(path.join(base, name));
  }
}

async function sweep(folder: string): Promise<void> {
  const { uid } = await stat(folder);
  if (process.getuid && uid !== process.getuid()) return;
  for await (const cluster of glob('{*,*/*}/cluster', { cwd: folder })) {
    const postmaster = await findPostmaster(path.join(folder, cluster));
    if (postmaster) process.kill(postmaster.pid, 'SIGQUIT');
  }
  await rm(folder, { recursive: true, force: true });
}
