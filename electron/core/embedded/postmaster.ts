import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isFileError } from './file-error.ts';

/** What `postmaster.pid` says of a running server. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * Reads who serves `cluster`; `undefined` when nobody does, also when a power cut left the file behind and its
 * process id now belongs to another program.
 *
 * Lines of the file: PostgreSQL's `src/include/utils/pidfile.h`.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(cluster);
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!isAlive(pid) || !(await isPostmasterOf(pid, cluster))) return undefined;
  return { pid, port: Number.isInteger(port) ? port : 0, ready: lines[7]?.trim() === 'ready' };
}

/** A process id that no system gives out, so that the file that holds it can be nobody's. */
const nobody = 2_147_483_647;

/**
 * Mends a `postmaster.pid` whose process id belongs to another program by now, or to a server that is dead but not
 * buried; PostgreSQL would take either for a running server. The other lines stay: by them PostgreSQL finds out
 * whether sessions of the dead server are still at work.
 */
export async function disownPidFile(cluster: string): Promise<void> {
  const [pid, ...rest] = await pidFileLines(cluster);
  if (!isAlive(Number(pid)) || (await isPostmasterOf(Number(pid), cluster))) return;
  await writeFile(path.join(cluster, 'postmaster.pid'), [nobody, ...rest].join('\n'));
}

async function pidFileLines(cluster: string): Promise<string[]> {
  try {
    return (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Whether a process of this id is there, whosever it is. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}

/** Whether the process was started as a server on this very folder, by its command line. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const command = await commandLine(pid);
  return (
    command.includes('postgres') && command.replaceAll('\\', '/').includes(cluster.replaceAll('\\', '/'))
  );
}

const run = promisify(execFile);

/** Command line of a process, its arguments parted by blanks; empty when it has ended. */
async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    }
    if (process.platform === 'win32') {
      const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
      return (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query])).stdout;
    }
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  } catch (error) {
    if (!isAlive(pid)) return '';
    throw error;
  }
}
