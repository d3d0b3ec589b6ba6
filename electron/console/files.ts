import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Answer, FileEntry } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Roots } from './roots.ts';

/** More than anybody looks through. */
const mostEntries = 2000;

/**
 * The folders, databases and other files of a folder, for doors without a dialog of the system.
 *
 * @throws RollcallError path-outside-roots, folder-unreadable
 */
export async function listFiles(folder: string, roots: Roots): Promise<Answer<'files.list'>> {
  const real = await roots.require(folder);
  const found = await readdir(real, { withFileTypes: true }).catch((cause: unknown) => {
    throw rollcallError('folder-unreadable', { path: folder }, cause);
  });
  const shown = found.filter(({ name }) => !name.startsWith('.') || isEnv(name)).slice(0, mostEntries);
  const entries = await Promise.all(shown.map((entry) => describe(entry, roots)));
  const above = dirname(real);
  return {
    folder: real,
    ...(above !== real && roots.has(above) ? { parent: above } : {}),
    entries: entries.filter((entry) => entry !== undefined).toSorted(inOrder),
  };
}

async function describe(entry: Dirent, roots: Roots): Promise<FileEntry | undefined> {
  const path = join(entry.parentPath, entry.name);
  try {
    const found = await stat(await roots.require(path));
    const kind = kindOf(entry.name, found);
    if (kind === undefined) return undefined;
    return { name: entry.name, path, kind, bytes: found.size, changedAt: found.mtime.toISOString() };
  } catch {
    // A link that leads elsewhere or nowhere, or a file that was removed meanwhile.
    return undefined;
  }
}

function kindOf(name: string, found: Stats): FileEntry['kind'] | undefined {
  if (found.isDirectory()) return 'folder';
  if (!found.isFile()) return undefined;
  if (isEnv(name)) return 'env';
  return isDatabase(name) ? 'database' : 'other';
}

/**
 * By the name alone: a look inside would end with closing the file, which lets go of the locks that a snapshot under
 * way holds on it (see `readStart`).
 */
function isDatabase(name: string): boolean {
  return /\.(db|db3|sqlite|sqlite3|s3db)$/i.test(name);
}

function isEnv(name: string): boolean {
  return /^\.env(\..+)?$/.test(name);
}

const order: readonly FileEntry['kind'][] = ['folder', 'database', 'env', 'other'];

function inOrder(one: FileEntry, other: FileEntry): number {
  return order.indexOf(one.kind) - order.indexOf(other.kind) || one.name.localeCompare(other.name);
}
