import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import { fileFailure } from './file-failure.ts';
import { hasMagic, headerBytes, parseHeader } from './header.ts';
import { recogniseForeign } from './recognise-foreign.ts';
import { readStart, sizeOf } from './source-file.ts';
import { isSqliteError, type SqliteError } from './sqlite-error.ts';

/** Where a copy was being made from and to. */
export interface Place {
  /** The source as the person named it. */
  readonly path: string;
  /** The same with links resolved. */
  readonly real: string;
  readonly snapshotPath: string;
}

/**
 * The words for an error that making the snapshot met. Errors that have theirs, and errors that have nothing
 * to do with the files, come back as they are.
 */
export async function snapshotFailure(error: unknown, place: Place): Promise<unknown> {
  if (error instanceof RollcallError || !(error instanceof Error) || !('code' in error)) return error;
  if (/^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)/.test(String(error.code))) return diskFull(place, error);
  if (isSqliteError(error)) return sqliteFailure(error, place);
  if ('path' in error && String(error.path).startsWith(place.snapshotPath)) {
    return rollcallError('snapshot-not-writable', { path: place.snapshotPath }, error);
  }
  return fileFailure(error, place.path);
}

/** @throws disk-full-local when the disk has no room for the copy */
export async function requireSpace(place: Place): Promise<void> {
  const { needed, free } = await space(place);
  if (free < needed) throw await diskFull(place);
}

async function diskFull(place: Place, cause?: Error): Promise<RollcallError> {
  const { needed, free } = await space(place);
  return rollcallError('disk-full-local', { folder: dirname(place.snapshotPath), needed, free }, cause);
}

async function space({ real, snapshotPath }: Place): Promise<{ needed: number; free: number }> {
  const { bavail, bsize } = await statfs(dirname(snapshotPath));
  return { needed: (await sizeOf(real)) + (await sizeOf(`${real}-wal`)), free: bavail * bsize };
}

async function sqliteFailure(error: SqliteError, place: Place): Promise<unknown> {
  if (error.code.startsWith('SQLITE_NOTADB')) return unrecognised(place, error);
  if (error.code.startsWith('SQLITE_CORRUPT')) return damaged(error, place);
  const { path } = place;
  if (error.code.startsWith('SQLITE_IOERR')) return rollcallError('source-read-failed', { path }, error);
  if (/^SQLITE_(PERM|AUTH|CANTOPEN)/.test(error.code))
    return rollcallError('source-unreadable', { path }, error);
  return error;
}

/** SQLite didn't find its magic, or a header behind it that makes sense. */
export async function unrecognised(
  { path, real }: Pick<Place, 'path' | 'real'>,
  error?: Error,
): Promise<RollcallError> {
  const start = await readStart(real, 4096);
  if (error && hasMagic(start)) return damaged(error, { path, real });
  const foreign = recogniseForeign(start, await sizeOf(real));
  if (foreign.kind === 'random') return rollcallError('source-encrypted', { path }, error);
  return rollcallError(
    'not-sqlite',
    { path, looksLike: foreign.kind === 'known' ? foreign.is : undefined },
    error,
  );
}

async function damaged(error: Error, { path, real }: Pick<Place, 'path' | 'real'>): Promise<RollcallError> {
  const start = await readStart(real, headerBytes);
  const actual = await sizeOf(real);
  if (start.length < headerBytes) {
    return rollcallError('source-truncated', { path, expected: headerBytes, actual }, error);
  }
  const { pageSize, pageCount = 0 } = parseHeader(start);
  const expected = pageSize * pageCount;
  if (actual < expected) return rollcallError('source-truncated', { path, expected, actual }, error);
  return rollcallError('source-corrupt', { path, damage: [error.message] }, error);
}
