import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollcallError } from '../../shared/errors/index.ts';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';

/**
 * A folder below Rollcall's data folder that only its owner may enter, made when missing. The data folder itself
 * stays open: started by root, the embedded PostgreSQL runs as another user and has to pass through it.
 *
 * @throws RollcallError cannot-write
 */
export async function privateFolder(name: string): Promise<string> {
  const data = rollcallDataFolder();
  await makeFolder(data);
  const folder = join(data, name);
  await makeFolder(folder, 0o700);
  return folder;
}

/**
 * Makes a folder and those above it, unless they are there.
 *
 * @throws RollcallError cannot-write
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
    await access(path, constants.W_OK);
  } catch (cause) {
    throw rollcallError('cannot-write', { path }, cause);
  }
}

/** A folder that stays: snapshot and report of a run. Its name begins with the time, in UTC. */
export async function newRunFolder(): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(await privateFolder('runs'), `${time}-${randomBytes(3).toString('hex')}`);
  await makeFolder(folder);
  return folder;
}

/**
 * Lends a folder for a snapshot that nobody needs afterwards. Beside the runs, since a temporary file system may
 * be smaller than a school's file.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(await privateFolder('scratch'), 'read-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
