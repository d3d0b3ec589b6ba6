import { open, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

const sidecars = ['-wal', '-shm', '-journal'] as const;

/** Makes the empty file that the copy goes to, readable by this account alone; refuses one that is there. */
export async function createSnapshotFile(path: string): Promise<void> {
  await using _created = await open(path, 'wx', 0o600);
}

/** Clears away what an attempt to copy left. */
export async function emptySnapshotFile(path: string): Promise<void> {
  for (const sidecar of sidecars) await rm(path + sidecar, { force: true });
  await truncate(path);
}

export async function removeSnapshotFile(path: string): Promise<void> {
  for (const suffix of ['', ...sidecars]) await rm(path + suffix, { force: true });
}

/**
 * Lets SQLite recover what lies beside the copy (a hot journal, a write-ahead log) and leaves one file in
 * journal mode DELETE, so that nothing appears beside it when it is read.
 */
export function foldIntoOneFile(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/** Has the disk keep the file and its entry in the folder. */
export async function syncToDisk(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  await file.sync();
  if (process.platform === 'win32') return; // Windows can't open a folder, and keeps its entries by itself.
  await using folder = await open(dirname(path));
  await folder.sync();
}
