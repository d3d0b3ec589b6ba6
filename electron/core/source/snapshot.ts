import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { SourceFile } from '../../../shared/source.ts';
import { backUpLive } from './back-up-live.ts';
import { copyAtRest } from './copy-at-rest.ts';
import { type Place, requireSpace, snapshotFailure } from './failure.ts';
import { hasMagic, headerBytes, parseHeader } from './header.ts';
import { createSnapshotFile, removeSnapshotFile, syncToDisk } from './snapshot-file.ts';
import { readStart, resolveSource, sizeOf } from './source-file.ts';
import { quoteText } from './text-bytes.ts';

/** Consistent copy of the source; it is also the backup. */
export interface Snapshot {
  readonly path: string;
  readonly file: SourceFile;
}

interface SnapshotContext extends StageContext {
  /** How long to wait for somebody else's lock; 10 seconds when absent. */
  readonly lockTimeoutMs?: number;
}

/** Pause before the next try to get at a file that is locked or being written. */
const retryPause = 50;

/**
 * Copies the source, consistently and without a trace in its folder, while others may be writing to it.
 * When this returns, the disk has the copy.
 *
 * @param snapshotPath must not be there yet; its folder must
 * @throws the errors of shared/errors/source.ts; the signal's reason when cancelled
 */
export async function takeSnapshot(
  sourcePath: string,
  snapshotPath: string,
  context: SnapshotContext,
): Promise<Snapshot> {
  const real = await resolveSource(sourcePath);
  const place: Place = { path: sourcePath, real, snapshotPath: resolve(snapshotPath) };
  context.signal.throwIfAborted();
  try {
    await createSnapshotFile(place.snapshotPath);
  } catch (error) {
    throw await snapshotFailure(error, place);
  }
  try {
    await requireSpace(place);
    const { journalMode } = await copyWhenFree(place, context);
    await syncToDisk(place.snapshotPath);
    return { path: place.snapshotPath, file: await describe(place, journalMode, context) };
  } catch (error) {
    await removeSnapshotFile(place.snapshotPath);
    context.signal.throwIfAborted();
    throw await snapshotFailure(error, place);
  }
}

/**
 * Read-only connection to a snapshot. TEMP tables may be created on it (the quarantine keeps its list there).
 * Integers arrive as JavaScript numbers unless a statement asks for `safeIntegers()`.
 */
export function openSnapshot(snapshot: Snapshot): Database.Database {
  const db = new Database(snapshot.path, { readonly: true, fileMustExist: true });
  // For rowKeySql.
  db.function('rollcall_quote_text', { deterministic: true }, (bytes: unknown) =>
    bytes instanceof Uint8Array ? quoteText(bytes, snapshot.file.encoding) : null,
  );
  return db;
}

async function copyWhenFree(place: Place, context: SnapshotContext): Promise<{ journalMode: string }> {
  const { lockTimeoutMs = 10_000, signal } = context;
  const start = performance.now();
  for (;;) {
    const journalMode = await journalModeOf(place.real);
    if (await copy(place, journalMode, context)) return { journalMode };
    const waited = performance.now() - start;
    if (waited >= lockTimeoutMs) {
      throw rollcallError('source-locked', { path: place.path, seconds: Math.ceil(waited / 1000) });
    }
    await sleep(retryPause);
    signal.throwIfAborted();
  }
}

/** One try to copy; false when it may succeed later. */
async function copy(
  { real, snapshotPath }: Place,
  journalMode: string,
  { signal, advance }: SnapshotContext,
): Promise<boolean> {
  const backUp = () =>
    backUpLive(real, snapshotPath, signal, (done, total) => advance({ done, total: total * 2 }));
  // better-sqlite3 trims the names of files that it opens.
  const nameable = real === real.trim();
  if (journalMode === 'delete' && nameable) {
    const outcome = await backUp();
    return outcome === 'copied' || (outcome === 'needs recovery' && copyAtRest(real, snapshotPath, signal));
  }
  if (await copyAtRest(real, snapshotPath, signal)) return true;
  // To read a log SQLite makes a -shm file, so it may only where there is one: somebody has the file open.
  return (
    nameable &&
    (await sizeOf(`${real}-shm`)) > 0 &&
    (await sizeOf(`${real}-wal`)) > 0 &&
    (await backUp()) === 'copied'
  );
}

/** By the header; a log beside the file counts, since SQLite would read it whatever the header says. */
async function journalModeOf(real: string): Promise<'wal' | 'delete'> {
  const start = await readStart(real, headerBytes);
  if (!hasMagic(start) || start.length < headerBytes) return 'delete';
  return (await sizeOf(`${real}-wal`)) > 0 ? 'wal' : parseHeader(start).journalMode;
}

async function describe(
  { path, snapshotPath }: Place,
  journalMode: string,
  { signal, advance }: SnapshotContext,
): Promise<SourceFile> {
  const { pageSize, encoding, userVersion, applicationId } = parseHeader(
    await readStart(snapshotPath, headerBytes),
  );
  const bytes = await sizeOf(snapshotPath);
  const hash = createHash('sha256');
  let hashed = 0;
  for await (const chunk of createReadStream(snapshotPath, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    hash.update(chunk);
    hashed += chunk.length;
    advance({ done: bytes + hashed, total: bytes * 2 });
  }
  return {
    path,
    bytes,
    pageSize,
    pageCount: Math.floor(bytes / pageSize),
    encoding,
    journalMode,
    sha256: hash.digest('hex'),
    userVersion,
    applicationId,
  };
}
