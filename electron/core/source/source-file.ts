import { open, realpath, stat } from 'node:fs/promises';
import { rollcallError } from '../../../shared/errors/index.ts';
import { fileFailure } from './file-failure.ts';

/**
 * The file behind a path, links resolved as SQLite does it, because -wal and -journal lie beside the file
 * and not beside the link.
 *
 * @throws source-not-found, source-is-folder, source-is-device, source-empty-file, source-unreadable, source-held
 */
export async function resolveSource(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (found.isDirectory()) throw rollcallError('source-is-folder', { path });
    if (!found.isFile()) throw rollcallError('source-is-device', { path });
    if (found.size === 0) throw rollcallError('source-empty-file', { path });
    return real;
  } catch (error) {
    throw fileFailure(error, path);
  }
}

/** Size in bytes, 0 for a file that isn't there. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * The first bytes of a file.
 *
 * Closing a file lets go of every lock that this process holds on it (POSIX; "How To Corrupt An SQLite
 * Database File", section 2.2), so nothing here may be called while a connection to the same file is open.
 */
export async function readStart(path: string, bytes: number): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}
