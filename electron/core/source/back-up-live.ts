import { open, stat } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { emptySnapshotFile, foldIntoOneFile } from './snapshot-file.ts';
import { isLocked, isSqliteError } from './sqlite-error.ts';

/** How many bytes are copied before the event loop gets a turn. */
const bytesPerStep = 8 << 20;

export type LiveOutcome = 'copied' | 'locked' | 'moved' | 'needs recovery';

/**
 * Copies a database that others may be using with SQLite's backup API.
 *
 * A read transaction stays open from before the first step to after the last. Without it each step would
 * take its own, and a commit by somebody else would start the copy over (sqlite3_backup_step(): "the backup
 * will be automatically restarted by the next call"); with it all steps read one state.
 *
 * @param copied called with bytes copied and bytes in all
 * @param snapshotPath an existing file, which is overwritten
 * @returns `locked` when another connection keeps it for itself; `moved` when somebody wrote in spite of the
 * lock, as on network shares where locks do nothing; `needs recovery` when it must be changed to be read
 */
export async function backUpLive(
  real: string,
  snapshotPath: string,
  signal: AbortSignal,
  copied: (bytes: number, total: number) => void,
): Promise<LiveOutcome> {
  const db = new Database(real, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    const began = beginReading(db);
    if (began !== 'reading') return began;
    const before = await stat(real, { bigint: true });
    const usesLog = db.pragma('journal_mode', { simple: true }) === 'wal';
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    await emptySnapshotFile(snapshotPath);
    await using disk = await flushing(snapshotPath);
    await db.backup(snapshotPath, {
      progress({ totalPages, remainingPages }) {
        signal.throwIfAborted();
        disk.flush();
        copied((totalPages - remainingPages) * pageSize, totalPages * pageSize);
        return bytesPerStep / pageSize;
      },
    });
    const after = await stat(real, { bigint: true });
    if (!usesLog && after.mtimeNs !== before.mtimeNs) return 'moved';
  } finally {
    db.close();
  }
  foldIntoOneFile(snapshotPath);
  return 'copied';
}

/**
 * Has the disk write a growing file while it grows. SQLite syncs it within the last step, and all the disk
 * still has to write by then holds up the event loop.
 */
async function flushing(path: string): Promise<AsyncDisposable & { flush(): void }> {
  const file = await open(path, 'r+');
  let running: Promise<void> | undefined;
  // A write that fails here is reported by SQLite's own sync too, which throws.
  const over = () => {
    running = undefined;
  };
  return {
    flush() {
      running ??= file.datasync().then(over, over);
    },
    async [Symbol.asyncDispose]() {
      await running;
      await file.close();
    },
  };
}

/** Takes the lock that keeps what is read from changing; the schema is parsed on the way. */
function beginReading(db: Database.Database): 'reading' | 'locked' | 'needs recovery' {
  try {
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return 'reading';
  } catch (error) {
    if (isLocked(error)) return 'locked';
    if (isSqliteError(error) && /^SQLITE_(READONLY|CANTOPEN)/.test(error.code)) return 'needs recovery';
    throw error;
  }
}
