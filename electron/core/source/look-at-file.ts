import { unrecognised } from './failure.ts';
import { fileFailure } from './file-failure.ts';
import { hasMagic, headerBytes } from './header.ts';
import { readStart, resolveSource, sizeOf } from './source-file.ts';

/**
 * Finds out within a moment that a file can't be a SQLite database, before anything else is started for it. What
 * passes may still be damaged.
 *
 * @throws source-not-found, source-is-folder, source-is-device, source-empty-file, source-unreadable, source-held,
 *   not-sqlite, source-encrypted
 */
export async function lookAtFile(path: string): Promise<void> {
  const real = await resolveSource(path);
  try {
    if (hasMagic(await readStart(real, headerBytes))) return;
    // What was being written when a program died may have the start of the file.
    if ((await sizeOf(`${real}-wal`)) > 0 || (await sizeOf(`${real}-journal`)) > 0) return;
  } catch (error) {
    throw fileFailure(error, path);
  }
  throw await unrecognised({ path, real });
}
