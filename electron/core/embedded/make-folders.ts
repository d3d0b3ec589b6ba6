import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isFileError } from './file-error.ts';

/**
 * Makes a folder and those above it, unless they are there. Node's own way never returns where the system says that
 * a folder is missing in one that is there, as in /proc.
 *
 * @returns the outermost folder that was made
 * @throws the file system's own errors
 */
export async function makeFolders(folder: string, mode = 0o777): Promise<string | undefined> {
  try {
    return await makeFolder(folder, mode);
  } catch (error) {
    const parent = path.dirname(folder);
    if (!isFileError(error, 'ENOENT') || parent === folder) throw error;
    const outermost = await makeFolders(parent, mode);
    const made = await makeFolder(folder, mode);
    return outermost ?? made;
  }
}

async function makeFolder(folder: string, mode: number): Promise<string | undefined> {
  try {
    await mkdir(folder, { mode });
    return folder;
  } catch (error) {
    // Windows says EPERM of the root of a drive.
    if (isFileError(error, 'EEXIST', 'EPERM', 'EISDIR') && (await isFolder(folder))) return undefined;
    throw error;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return false;
    throw error;
  }
}
