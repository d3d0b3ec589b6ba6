import { copyFile, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import type { Snapshot } from './snapshot.ts';

/**
 * Copies a snapshot, which is the backup and stays as it is, and changes the copy.
 *
 * @returns the copy, at `copyPath`
 */
export async function changedCopy(
  snapshot: Snapshot,
  copyPath: string,
  change: (db: Database.Database) => void,
): Promise<Snapshot> {
  await rm(copyPath, { force: true });
  await copyFile(snapshot.path, copyPath);
  const db = new Database(copyPath, { fileMustExist: true });
  try {
    change(db);
  } finally {
    db.close();
  }
  return { ...snapshot, path: copyPath };
}

/** Lets `work` write to sqlite_schema, which SQLite then reads anew. */
export function rewriteSchema(db: Database.Database, work: () => void): void {
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  work();
  db.pragma('writable_schema = RESET');
}
