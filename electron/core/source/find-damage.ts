import type { Database } from 'better-sqlite3';
import { quoteName } from './quote.ts';
import { isDamage, isMissingPart } from './sqlite-error.ts';

export type IntegrityDepth = 'quick' | 'full';

/** As many damaged places as a person can use. */
const placesShown = 5;

/** Rows that break their own table's rules are content, not damage; preflight reports them. */
const contentFault =
  /^(NULL value in|non-\w+ value in|NUMERIC value in|TEXT value in|CHECK constraint failed in) /;

/**
 * What PRAGMA quick_check or integrity_check finds wrong with the file itself, in SQLite's words; empty for a
 * sound file. Blocks until it is done.
 */
export function findDamage(db: Database, depth: IntegrityDepth): string[] {
  const pragma = `PRAGMA main.${depth === 'quick' ? 'quick_check' : 'integrity_check'}`;
  // Checks may call functions that only the application has.
  db.pragma('ignore_check_constraints = ON');
  const inAll = tryToFind(() => complaints(db, `${pragma}(1000000000)`));
  if (inAll) return inAll;
  const inTables = ordinaryTables(db).flatMap((table) =>
    (damageInTable(db, pragma, table) ?? []).map((damage) => `table ${table}: ${damage}`),
  );
  return inTables.slice(0, placesShown);
}

/** For a file with a module, collation or tokenizer that only the application has, which stops the whole check. */
function damageInTable(db: Database, pragma: string, table: string): string[] | undefined {
  return (
    tryToFind(() => complaints(db, `${pragma}(${quoteName(table)})`)) ??
    // Visits every page of the table, and none of the index that stopped the check.
    tryToFind(() =>
      complaints(db, `SELECT 'ok' FROM main.${quoteName(table)} NOT INDEXED HAVING count(*) >= 0`),
    )
  );
}

/** Undefined where the check itself needs what isn't there. */
function tryToFind(find: () => string[]): string[] | undefined {
  try {
    return find();
  } catch (error) {
    if (isMissingPart(error)) return undefined;
    throw error;
  }
}

function complaints(db: Database, sql: string): string[] {
  const found: string[] = [];
  try {
    for (const answer of db.prepare<[], string>(sql).pluck().iterate()) {
      found.push(...answer.split('\n').filter(isDamageLine));
      if (found.length >= placesShown) break;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (found.length === 0) found.push(error.message);
  }
  return found.slice(0, placesShown);
}

function isDamageLine(line: string): boolean {
  return line !== 'ok' && !line.startsWith('*** in database') && !contentFault.test(line);
}

function ordinaryTables(db: Database): string[] {
  return db
    .prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0")
    .pluck()
    .all();
}
