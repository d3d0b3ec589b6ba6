import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';

/**
 * A folder below Rollcall's data folder that only its owner may enter, made when missing. The data folder itself
 * stays open: started by root, the embedded PostgreSQL runs as another user and has to pass through it.
 */
export async function privateFolder(name: string): Promise<string> {
  const data = rollcallDataFolder();
  await mkdir(data, { recursive: true });
  const folder = join(data, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A folder that stays: snapshot and report of a run. Its name begins with the time, in UTC. */
export async function newRunFolder(): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(await privateFolder('runs'), `${time}-${randomBytes(3).toString('hex')}`);
  await mkdir(folder);
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
