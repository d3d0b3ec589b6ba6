import { chmod, chown, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { rollcallDataFolder } from './data-folder.ts';
import { isFileError } from './file-error.ts';
import { makeFolders } from './make-folders.ts';
import type { ServerUser } from './server-user.ts';

/** The files of one embedded PostgreSQL. */
export interface Home {
  /** Holds all others. */
  readonly folder: string;
  /** What PostgreSQL calls PGDATA. */
  readonly cluster: string;
  /** The superuser's password, alone in a file with mode 0600. */
  readonly password: string;
  /** Port of the last start, so that addresses handed out keep working. */
  readonly port: string;
  /** Held by whoever starts, stops or resets the server. Left in place by a reset: others may be waiting for it. */
  readonly lock: string;
}

/** Where the server lives, `undefined` when the folder isn't there. */
export async function findHome(dataDir: string | undefined): Promise<Home | undefined> {
  try {
    return homeAt(await realpath(chosen(dataDir)));
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/**
 * Makes the folder that the server lives in, where it isn't there yet; new folders are private to this user.
 *
 * @param user who the server runs as, when that is another: gets a way into the folders that are Rollcall's own
 * @throws `embedded-folder-unusable`
 */
export async function makeHome(dataDir: string | undefined, user: ServerUser | undefined): Promise<Home> {
  const folder = chosen(dataDir);
  try {
    const firstMade = await makeFolders(folder);
    for (const made of firstMade === undefined ? [] : pathBetween(firstMade, folder))
      await chmod(made, 0o700);
    if (user)
      for (const own of pathBetween(outermostOwn(folder, firstMade), folder)) await letPass(own, user);
    return homeAt(await realpath(folder));
  } catch (error) {
    throw rollcallError('embedded-folder-unusable', { folder }, error);
  }
}

/** Of the folders above `folder` and itself, the first that is Rollcall's: its data folder, or one just made. */
function outermostOwn(folder: string, firstMade: string | undefined): string {
  const data = rollcallDataFolder();
  const made = firstMade ?? folder;
  return isInside(folder, data) && isInside(made, data) ? data : made;
}

/** By the group, so that nobody else gets in; not into what belongs to another person than root. */
async function letPass(folder: string, user: ServerUser): Promise<void> {
  const { mode, uid } = await stat(folder);
  if ((mode & 0o001) !== 0 || uid !== 0) return;
  await chown(folder, uid, user.gid);
  await chmod(folder, (mode & 0o777) | 0o010);
}

/** The folders from `outer` to `inner`, both included. */
function pathBetween(outer: string, inner: string): string[] {
  const parts = path.relative(outer, inner).split(path.sep).filter(Boolean);
  return [outer, ...parts.map((_, index) => path.join(outer, ...parts.slice(0, index + 1)))];
}

function isInside(inner: string, outer: string): boolean {
  const way = path.relative(outer, inner);
  return !way.startsWith('..') && !path.isAbsolute(way);
}

function chosen(dataDir: string | undefined): string {
  return dataDir === undefined ? path.join(rollcallDataFolder(), 'postgres') : path.resolve(dataDir);
}

function homeAt(folder: string): Home {
  const inside = (name: string) => path.join(folder, name);
  return {
    folder,
    cluster: inside('cluster'),
    password: inside('password'),
    port: inside('port'),
    lock: inside('lock'),
  };
}
