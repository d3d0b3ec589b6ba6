import type { Database } from 'better-sqlite3';
import { quoteName } from './quote.ts';
import { isMissingPart } from './sqlite-error.ts';

/** SQLite counts in the smallest index; that fails where its collation is the application's own. */
export function countRows(db: Database, table: string): number {
  const sql = `SELECT count(*) FROM main.${quoteName(table)}`;
  const count = (text: string) => db.prepare<[], number>(text).pluck().get() ?? 0;
  try {
    return count(sql);
  } catch (error) {
    if (!isMissingPart(error)) throw error;
    return count(`${sql} NOT INDEXED`);
  }
}
