import { chmod, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { rollcallDataFolder } from './data-folder.ts';
import { isFileError } from './file-error.ts';

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
 * Makes the folder that the server lives in, where it isn't there yet.
 *
 * @throws `embedded-folder-unusable`
 */
export async function makeHome(dataDir: string | undefined): Promise<Home> {
  const folder = chosen(dataDir);
  try {
    const first = await mkdir(folder, { recursive: true });
    if (first !== undefined) await openPath(first, folder);
    return homeAt(await realpath(folder));
  } catch (error) {
    throw rollcallError('embedded-folder-unusable', { folder }, error);
  }
}

/** Root's new folders let the server's user pass, whatever the umask; everybody else's are private. */
async function openPath(first: string, last: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (let folder = last; folder.length >= first.length; folder = path.dirname(folder)) {
    await chmod(folder, mode);
  }
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
