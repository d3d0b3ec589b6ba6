import { randomBytes } from 'node:crypto';
import { access, constants, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { rollcallDataFolder } from '../embedded/data-folder.ts';
import { makeFolders } from '../embedded/make-folders.ts';
import { inUse, removeAbandoned } from './abandoned.ts';

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
    await makeFolders(resolve(path), mode);
    await access(path, constants.W_OK);
  } catch (cause) {
    throw rollcallError('cannot-write', { path }, cause);
  }
}

/**
 * Lends a folder that stays: snapshot and report of a run. Its name begins with the time, in UTC.
 *
 * @param stays whether what came out is worth keeping
 */
export async function withRunFolder<T>(
  work: (folder: string) => Promise<T>,
  stays: (outcome: T) => boolean,
): Promise<T> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return lend('runs', `${time}-${randomBytes(3).toString('hex')}`, work, stays);
}

/**
 * Lends a folder for a snapshot that nobody needs afterwards. Beside the runs, since a temporary file system may
 * be smaller than a school's file.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  return lend('scratch', `read-${randomBytes(3).toString('hex')}`, work, () => false);
}

async function lend<T>(
  kind: string,
  name: string,
  work: (folder: string) => Promise<T>,
  stays: (outcome: T) => boolean,
): Promise<T> {
  const parent = await privateFolder(kind);
  await removeAbandoned(parent);
  const folder = join(parent, name);
  await makeFolder(folder);
  let kept = false;
  try {
    await using _ = await inUse(folder);
    const outcome = await work(folder);
    kept = stays(outcome);
    return outcome;
  } finally {
    if (!kept) await rm(folder, { recursive: true, force: true });
  }
}
