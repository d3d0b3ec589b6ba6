import { existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import SQLite, { type Database } from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { StageContext } from '../../../shared/progress.ts';
import { fillAttendance } from './attendance.ts';
import { createDirtyObjects, plantDirt } from './dirt/dirt.ts';
import type { Planted } from './dirt/pains.ts';
import { addLessonInWal } from './dirt/unsaved-lesson.ts';
import { checkOptions, type SampleOptions } from './options.ts';
import { indexes, tables } from './schema.ts';
import { fillSchool } from './school.ts';

export type { Planted } from './dirt/pains.ts';
export { defaultSampleOptions, type SampleOptions } from './options.ts';

export interface SampleSchool {
  readonly path: string;
  /** Of the file itself, without a `-wal` beside it. */
  readonly bytes: number;
  /** As a reader of the file and its WAL sees them, in the order of the schema. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Empty unless `dirty`. */
  readonly planted: readonly Planted[];
}

/** Pages held in memory, whatever the size of the file: 64 MB. */
const CACHE_KIB = 65_536;

/**
 * Writes the database of an invented school; the same options give the same bytes.
 * With `dirty`, the file is left in WAL mode with committed rows in `path`-wal.
 *
 * @throws `sample-option` when an option is out of range, `sample-in-the-way` when there is a file at `path`,
 *   `cannot-write` when folder or disk don't allow it; the signal's reason when aborted.
 *   In each case nothing is left behind.
 */
export async function makeSample(
  path: string,
  options: SampleOptions,
  context: StageContext,
): Promise<SampleSchool> {
  checkOptions(options);
  for (const file of [path, `${path}-wal`]) {
    if (existsSync(file)) throw rollcallError('sample-in-the-way', { path: file });
  }
  const draft = `${path}.rollcall-partial`;
  try {
    await removeDatabase(draft);
    try {
      const planted = await build(draft, options, context);
      const rows = countRows(draft);
      const { size } = await stat(draft);
      await publish(draft, path);
      return { path, bytes: size, tables: rows, planted };
    } catch (error) {
      await removeDatabase(draft);
      throw error;
    }
  } catch (error) {
    throw isRefusedByDisk(error) ? rollcallError('cannot-write', { path }, error) : error;
  }
}

async function build(
  draft: string,
  options: SampleOptions,
  context: StageContext,
): Promise<readonly Planted[]> {
  const database = new SQLite(draft);
  const planted: Planted[] = [];
  try {
    // Half a file is thrown away, so that nothing is needed to bring it back.
    for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE']) {
      database.pragma(pragma);
    }
    database.pragma(`cache_size = -${CACHE_KIB}`);
    database.pragma('foreign_keys = OFF');
    database.exec('BEGIN');
    createTables(database);
    if (options.dirty) createDirtyObjects(database);
    const school = fillSchool(database, options, options.seed);
    await fillAttendance(database, school, options, context);
    if (options.dirty) planted.push(...plantDirt(database));
    database.exec('COMMIT');
  } finally {
    database.close();
  }
  if (options.dirty) planted.push(await addLessonInWal(draft, options.days));
  return planted;
}

function createTables(database: Database): void {
  for (const { sql } of tables) database.exec(sql);
  for (const sql of indexes) database.exec(sql);
}

/** Every table but SQLite's own and those that hold a search index. */
function countRows(path: string): { name: string; rows: number }[] {
  const database = new SQLite(path, { readonly: true });
  try {
    const names = database
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema JOIN pragma_table_list USING (name)
         WHERE pragma_table_list.type <> 'shadow' AND sqlite_schema.type = 'table' AND name NOT GLOB 'sqlite_*'
         ORDER BY sqlite_schema.rowid`,
      )
      .pluck()
      .all();
    return names.map((name) => ({
      name,
      rows: database.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0,
    }));
  } finally {
    database.close();
  }
}

/** The WAL first: without it, the file under its final name would lack rows. */
async function publish(draft: string, path: string): Promise<void> {
  const wal = `${path}-wal`;
  const hasWal = existsSync(`${draft}-wal`);
  await rm(`${draft}-shm`, { force: true });
  if (hasWal) await rename(`${draft}-wal`, wal);
  try {
    await rename(draft, path);
  } catch (error) {
    if (hasWal) await rm(wal, { force: true });
    throw error;
  }
}

async function removeDatabase(path: string): Promise<void> {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) await rm(file, { force: true });
}

/** Folder missing, no permission, disk full; as SQLite or the file system says it. */
function isRefusedByDisk(error: unknown): boolean {
  if (error instanceof SQLite.SqliteError) {
    return /^SQLITE_(CANTOPEN|FULL|IOERR|READONLY|PERM)/.test(error.code);
  }
  // What better-sqlite3 throws for a folder that isn't there has no code.
  if (error instanceof TypeError) {
    return error.message.startsWith('Cannot open database because the directory');
  }
  return error instanceof Error && 'syscall' in error;
}
