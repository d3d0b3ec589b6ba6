import { foldName } from './quote.ts';

/** Those that SQLite has itself ("Datatypes In SQLite", section 7). */
const builtIn: ReadonlySet<string> = new Set(['binary', 'nocase', 'rtrim']);

/** Whether only the application has a collation: without it SQLite neither sorts nor looks up by it. */
export function isOwnCollation(name: string): boolean {
  return !builtIn.has(foldName(name));
}

/** SQLite's own collations in capitals, however they are written; the application's as they are. */
export function collationName(written: string): string {
  return isOwnCollation(written) ? written : written.toUpperCase();
}
