import { changedCopy } from './changed-copy.ts';
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
  return changedCopy(snapshot, copyPath, (db) => {
    db.pragma('foreign_keys = OFF');
    db.pragma('ignore_check_constraints = ON');
    // Nothing reads a copy that wasn't finished.
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    collateByBytes(db);
    tokenizePlainly(db);
  });
}

function needsApplication(snapshot: Snapshot): boolean {
  const db = openSnapshot(snapshot);
  try {
    return hasOwnCollations(db) || hasOwnTokenizers(db);
  } finally {
    db.close();
  }
}
