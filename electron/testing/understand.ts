import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Source, SourceTable } from '../../shared/source.ts';
import { readSource } from '../core/source/read-source.ts';
import { openSnapshot, takeSnapshot } from '../core/source/snapshot.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A snapshot, opened and understood. */
export interface Understood extends AsyncDisposable {
  readonly db: Database.Database;
  readonly source: Source;
  /** The table of that name. */
  readonly table: (name: string) => SourceTable;
}

/** Builds a database and reads it as a run does: SQL to execute, or a function that is handed the connection. */
export async function understand(build: string | ((db: Database.Database) => void)): Promise<Understood> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'app.db');
  const made = new Database(path);
  if (typeof build === 'string') made.exec(build);
  else build(made);
  made.close();
  const still = { signal: new AbortController().signal, advance: () => {} };
  const snapshot = await takeSnapshot(path, join(folder.path, 'snapshot.db'), still);
  const db = openSnapshot(snapshot);
  const source = readSource(db, snapshot.file);
  return {
    db,
    source,
    table: (name) => {
      const table = source.tables.find((one) => one.name === name);
      if (!table) throw new Error(`There is no table ${name}.`);
      return table;
    },
    [Symbol.asyncDispose]: async () => {
      db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Writes into sqlite_schema, as if the file came from an application with modules that aren't here. */
export function forgeSchema(db: Database.Database, sql: string): void {
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  db.exec(sql);
  db.pragma('writable_schema = RESET');
}
