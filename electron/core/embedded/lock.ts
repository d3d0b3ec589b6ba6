import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';

/**
 * Runs `work` while no other process or call holds the lock `file`; waits its turn.
 *
 * The lock is SQLite's own on an empty database: the operating system lets go of it when its holder dies,
 * however it dies, so that there are no stale locks to guess about.
 *
 * @throws the signal's reason when aborted while waiting
 */
export async function withLock<Result>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const database = new Database(file, { timeout: 0 });
  try {
    while (!locked(database)) await sleep(50, undefined, signal ? { signal } : {});
    return await work();
  } finally {
    database.close();
  }
}

function locked(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
