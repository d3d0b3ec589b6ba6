import { copyFile, rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { openSnapshot, type Snapshot } from './snapshot.ts';

/** Stands in a text for bytes that are no character (Unicode, "U+FFFD Substitution in Conversion"). */
const replacement = '\ufffd';

interface Entry {
  readonly rowid: number;
  readonly name: string;
  readonly tableName: string;
  readonly sql: string | null;
}

/**
 * Copies a snapshot whose names aren't all texts, as an old program in Latin-1 leaves them behind: nothing in JavaScript
 * or PostgreSQL has such a name, so nothing could be asked for by it. The snapshot stays as it is: it is the backup.
 *
 * @returns the copy, at `copyPath`, where U+FFFD stands for what can't be told; the snapshot where all names are texts
 */
export async function spelledCopy(snapshot: Snapshot, copyPath: string): Promise<Snapshot> {
  const garbled = garbledEntries(snapshot);
  if (garbled.length === 0) return snapshot;
  await rm(copyPath, { force: true });
  await copyFile(snapshot.path, copyPath);
  const db = new Database(copyPath, { fileMustExist: true });
  try {
    db.unsafeMode();
    db.pragma('writable_schema = ON');
    const write = db.prepare<Entry>(
      'UPDATE sqlite_schema SET name = :name, tbl_name = :tableName, sql = :sql WHERE rowid = :rowid',
    );
    for (const entry of garbled) write.run(entry);
    db.pragma('writable_schema = RESET');
  } finally {
    db.close();
  }
  return { ...snapshot, path: copyPath };
}

function garbledEntries(snapshot: Snapshot): Entry[] {
  const db = openSnapshot(snapshot);
  try {
    return db
      .prepare<[], Entry>('SELECT rowid, name, tbl_name AS tableName, sql FROM main.sqlite_schema')
      .all()
      .filter(({ name, tableName, sql }) =>
        [name, tableName, sql].some((text) => text?.includes(replacement)),
      );
  } finally {
    db.close();
  }
}
