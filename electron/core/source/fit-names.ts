import type Database from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Source } from '../../../shared/source.ts';
import { clipName, NameRegistry } from '../values/names.ts';
import { changedCopy } from './changed-copy.ts';
import { quoteName } from './quote.ts';
import type { Snapshot } from './snapshot.ts';
import { isSqliteError } from './sqlite-error.ts';

/** A table or column whose name PostgreSQL can't have, and the one it gets. */
export interface Renamed {
  readonly table: string;
  /** Absent when the table itself is renamed. */
  readonly column?: string;
  readonly to: string;
}

/** PostgreSQL keeps these for itself in every table (its manual, System Columns). */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/**
 * Names that are empty, that PostgreSQL keeps for itself, or that are another's once cut to 63 bytes. All
 * others stay exactly as they are.
 */
export function namesToChange(source: Source): Renamed[] {
  const tables = changes(
    source.tables.map(({ name }) => name),
    [],
  );
  return source.tables.flatMap(({ name, columns }) => {
    const renamed = changes(
      columns.map((column) => column.name),
      systemColumns,
    );
    const own = tables.get(name);
    return [
      ...[...renamed].map(([column, to]) => ({ table: name, column, to })),
      ...(own === undefined ? [] : [{ table: name, to: own }]),
    ];
  });
}

function changes(names: readonly string[], taken: readonly string[]): ReadonlyMap<string, string> {
  const registry = new NameRegistry();
  for (const name of taken) registry.reserve(name);
  const clashing = names.filter((name) => name === '' || !registry.reserve(name));
  return new Map(clashing.map((name) => [name, registry.claim(clipName(name) || 'unnamed', '_2')]));
}

/**
 * Copies a snapshot and renames within the copy, where SQLite itself carries each new name into keys, indexes,
 * views and expressions. The snapshot stays as it is: it is the backup.
 *
 * The copy has no triggers, nor views that are broken: SQLite renames nothing while it can't make sense of one.
 */
export async function renamedCopy(
  snapshot: Snapshot,
  copyPath: string,
  renames: readonly Renamed[],
): Promise<Snapshot> {
  return changedCopy(snapshot, copyPath, (db) => {
    dropWhatHinders(db);
    for (const { table, column, to } of renames) {
      const what =
        column === undefined
          ? `RENAME TO ${quoteName(to)}`
          : `RENAME COLUMN ${quoteName(column)} TO ${quoteName(to)}`;
      rename(db, table, column ?? table, what);
    }
  });
}

/** @throws RollcallError `name-not-changed`, as for a key of a WITHOUT ROWID table that a UNIQUE mentions too */
function rename(db: Database.Database, table: string, name: string, what: string): void {
  try {
    db.exec(`ALTER TABLE ${quoteName(table)} ${what}`);
  } catch (error) {
    if (isSqliteError(error)) throw rollcallError('name-not-changed', { table, name }, error);
    throw error;
  }
}

function dropWhatHinders(db: Database.Database): void {
  const named = db.prepare<[string], string>('SELECT name FROM sqlite_schema WHERE type = ?').pluck();
  for (const name of named.all('trigger')) db.exec(`DROP TRIGGER ${quoteName(name)}`);
  const broken = named.all('view').filter((name) => !canRead(db, name));
  for (const name of broken) db.exec(`DROP VIEW ${quoteName(name)}`);
}

function canRead(db: Database.Database, view: string): boolean {
  try {
    db.prepare(`SELECT * FROM ${quoteName(view)}`);
    return true;
  } catch (error) {
    if (isSqliteError(error)) return false;
    throw error;
  }
}
