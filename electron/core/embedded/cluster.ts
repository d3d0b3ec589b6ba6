import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { isFileError } from './file-error.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { type Ended, type Installation, runProgram } from './program.ts';

/** A folder that PostgreSQL keeps its databases in, below a folder of ours for logs. */
export interface Cluster {
  readonly installation: Installation;
  /** What PostgreSQL calls PGDATA. */
  readonly folder: string;
}

export const superuser = 'postgres';

/**
 * Runs initdb; the cluster appears under its name only when it is whole.
 *
 * @param passwordFile of the superuser; readable by the server's user
 * @throws `embedded-init-failed`
 */
export async function initCluster(
  { installation, folder }: Cluster,
  passwordFile: string,
  options: { locale: readonly string[]; signal?: AbortSignal | undefined },
): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (installation.user) await chown(unfinished, installation.user.uid, installation.user.gid);
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...options.locale,
  ];
  const ended = await runProgram(installation, 'initdb', args, {
    log: path.join(path.dirname(folder), 'initdb.log'),
    signal: options.signal,
  });
  if (ended.code !== 0) throw rollcallError('embedded-init-failed', { folder }, said(ended));
  await rename(unfinished, folder);
}

/**
 * Starts the server and waits until it accepts connections; it runs on when this process ends.
 *
 * @param settings configuration parameters; the values hold neither blanks nor quotes
 * @throws `embedded-start-failed`
 */
export async function startCluster(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Postmaster> {
  const log = path.join(cluster.folder, 'server.log');
  await rm(log, { force: true });
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const args = [
    'start',
    '--pgdata',
    cluster.folder,
    '--wait',
    '--timeout=300',
    '--log',
    log,
    '--options',
    options.join(' '),
  ];
  const ended = await controlled(cluster, args, signal);
  const postmaster = ended.code === 0 ? await findPostmaster(cluster.folder) : undefined;
  if (!postmaster) throw rollcallError('embedded-start-failed', { log }, await serverSaid(log, ended));
  return postmaster;
}

async function controlled(cluster: Cluster, args: readonly string[], signal?: AbortSignal): Promise<Ended> {
  try {
    return await runProgram(cluster.installation, 'pg_ctl', args, { log: controlLog(cluster), signal });
  } catch (error) {
    if (signal?.aborted && (await findPostmaster(cluster.folder))) await stopCluster(cluster, 'immediate');
    throw error;
  }
}

/**
 * Ends every session and stops the server.
 *
 * @param mode `immediate` for databases that nobody needs any more: the next start has to recover
 * @throws `embedded-stop-failed`
 */
export async function stopCluster(
  cluster: Cluster,
  mode: 'fast' | 'immediate',
  signal?: AbortSignal,
): Promise<void> {
  const args = ['stop', '--pgdata', cluster.folder, '--mode', mode, '--wait', '--timeout=120'];
  const ended = await runProgram(cluster.installation, 'pg_ctl', args, { log: controlLog(cluster), signal });
  if (ended.code === 0) return;
  if (await findPostmaster(cluster.folder)) {
    throw rollcallError('embedded-stop-failed', { folder: cluster.folder }, said(ended));
  }
}

function controlLog({ folder }: Cluster): string {
  return path.join(path.dirname(folder), 'pg_ctl.log');
}

function said({ output }: Ended): Error {
  return new Error(output.trim());
}

async function serverSaid(log: string, ended: Ended): Promise<Error> {
  try {
    return new Error((await readFile(log, 'utf8')).trim());
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw error;
    return said(ended);
  }
}
