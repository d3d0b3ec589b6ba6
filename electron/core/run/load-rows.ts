import Database from 'better-sqlite3';
import { countRows } from '../source/count-rows.ts';
import { isMissingPart } from '../source/sqlite-error.ts';

/**
 * With how many rows the file has each of the server's tables; those that it doesn't have, or that only the
 * application can open, stay without.
 */
export function besideFile<Table extends { readonly table: string }>(
  file: string,
  tables: readonly Table[],
): (Table & { inFile?: number })[] {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const isThere = db
      .prepare<[string], number>(
        "SELECT count(*) FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
      )
      .pluck();
    return tables.map((copied) => {
      const inFile = isThere.get(copied.table) === 0 ? undefined : rowsOf(db, copied.table);
      return inFile === undefined ? copied : { ...copied, inFile };
    });
  } finally {
    db.close();
  }
}

function rowsOf(db: Database.Database, table: string): number | undefined {
  try {
    return countRows(db, table);
  } catch (error) {
    if (isMissingPart(error)) return undefined;
    throw error;
  }
}
