import type { Database } from 'better-sqlite3';
import { quoteName } from './quote.ts';
import { isDamage, isMissingPart } from './sqlite-error.ts';

export type IntegrityDepth = 'quick' | 'full';

/** As many damaged places as a person can use. */
const placesShown = 10;

/** Rows that break their own table's rules are content, not damage; preflight reports them. */
const contentFault =
  /^(NULL value in|non-\w+ value in|NUMERIC value in|TEXT value in|CHECK constraint failed in) /;

/**
 * What PRAGMA quick_check or integrity_check finds wrong with the file itself, in SQLite's words; empty for a
 * sound file. Blocks until it is done.
 */
export function findDamage(db: Database, depth: IntegrityDepth): string[] {
  const pragma = depth === 'quick' ? 'quick_check' : 'integrity_check';
  // Checks may call functions that only the application has.
  db.pragma('ignore_check_constraints = ON');
  try {
    return complaints(db, `PRAGMA main.${pragma}(1000000000)`);
  } catch (error) {
    if (isDamage(error)) return [error.message];
    if (!isMissingPart(error)) throw error;
  }
  return ordinaryTables(db)
    .flatMap((table) => checkTable(db, pragma, table))
    .slice(0, placesShown);
}

/** For files with virtual tables, collations or tokenizers that only the application has. */
function checkTable(db: Database, pragma: string, table: string): string[] {
  try {
    return complaints(db, `PRAGMA main.${pragma}(${quoteName(table)})`);
  } catch (error) {
    if (isDamage(error)) return [`table ${table}: ${error.message}`];
    if (!isMissingPart(error)) throw error;
  }
  return walk(db, table);
}

/** Visits every page of a table whose indexes need something that isn't there. */
function walk(db: Database, table: string): string[] {
  try {
    db.prepare(`SELECT count(*) FROM main.${quoteName(table)} NOT INDEXED`).get();
    return [];
  } catch (error) {
    if (isDamage(error)) return [`table ${table}: ${error.message}`];
    if (isMissingPart(error)) return [];
    throw error;
  }
}

function complaints(db: Database, sql: string): string[] {
  const found: string[] = [];
  for (const answer of db.prepare<[], string>(sql).pluck().iterate()) {
    const lines = answer.split('\n').filter((line) => line !== 'ok' && !line.startsWith('*** in database'));
    found.push(...lines.filter((line) => !contentFault.test(line)));
    if (found.length >= placesShown) break;
  }
  return found.slice(0, placesShown);
}

function ordinaryTables(db: Database): string[] {
  return db
    .prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0")
    .pluck()
    .all();
}
