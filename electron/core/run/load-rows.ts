import Database from 'better-sqlite3';
import { quoteName } from '../source/quote.ts';

/** With how many rows the file has each of the server's tables; those that it doesn't have stay without. */
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
    const rowsOf = (table: string) =>
      db
        .prepare(`SELECT count(*) FROM ${quoteName(table)}`)
        .pluck()
        .get();
    return tables.map((copied) =>
      isThere.get(copied.table) === 0 ? copied : { ...copied, inFile: Number(rowsOf(copied.table)) },
    );
  } finally {
    db.close();
  }
}
