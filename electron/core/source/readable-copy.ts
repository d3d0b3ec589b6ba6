import { copyFile, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { collateByBytes, hasOwnCollations } from './own-collations.ts';
import { hasOwnTokenizers, tokenizePlainly } from './own-tokenizers.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';

/**
 * Makes a copy of a snapshot, which is the backup and stays as it is, of which SQLite reads also what only the
 * application could open. The rows are the same.
 *
 * @returns the copy, at `copyPath`; the snapshot itself where nothing needs the application
 */
export async function readableCopy(snapshot: Snapshot, copyPath: string): Promise<Snapshot> {
  if (!needsApplication(snapshot)) return snapshot;
  await rm(copyPath, { force: true });
  await copyFile(snapshot.path, copyPath);
  const db = new Database(copyPath, { fileMustExist: true });
  try {
    db.unsafeMode();
    db.pragma('foreign_keys = OFF');
    db.pragma('ignore_check_constraints = ON');
    // Nothing reads a copy that wasn't finished.
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    collateByBytes(db);
    tokenizePlainly(db);
  } finally {
    db.close();
  }
  return { ...snapshot, path: copyPath };
}

function needsApplication(snapshot: Snapshot): boolean {
  const db = openSnapshot(snapshot);
  try {
    return hasOwnCollations(db) || hasOwnTokenizers(db);
  } finally {
    db.close();
  }
}
