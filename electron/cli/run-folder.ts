import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';

/** A folder that stays: snapshot, quarantine and report of a run. Its name begins with the time, in UTC. */
export async function newRunFolder(parent: string = join(rollcallDataFolder(), 'runs')): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(parent, `${time}-${randomBytes(3).toString('hex')}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Lends a folder for a snapshot that nobody needs afterwards. Beside the runs, since a temporary file system may
 * be smaller than a school's file.
 */
export async function withScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = join(rollcallDataFolder(), 'scratch');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parent, 'read-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
