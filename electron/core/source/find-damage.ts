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
 * What a module says of its own index: that of a full-text search or of an R-tree, out of step with what it is over.
 * It isn't carried, and doesn't stand for a page that can't be read: those are complained of by themselves.
 */
const ownIndexFault =
  /^(malformed inverted index for|unable to validate the inverted index for) FTS\d|^In RTree /;

/** An index that lacks rows of its table or has others, as SQLite says it of an index whose pages are sound. */
const indexFault = /^(table .+: )?(row \d+ missing from index|wrong # of entries in index) /;

export function isIndexFault(complaint: string): boolean {
  return indexFault.test(complaint);
}

/** What a check found, in SQLite's words; nothing at all for a sound file. */
export interface Damage {
  /** Wrong with the file itself. */
  readonly damage: readonly string[];
  /** Wrong with nothing but the index of a virtual table. */
  readonly ownIndexes: readonly string[];
}

/** What PRAGMA quick_check or integrity_check finds. Blocks until it is done. */
export function findDamage(db: Database, depth: IntegrityDepth): Damage {
  const pragma = `PRAGMA main.${depth === 'quick' ? 'quick_check' : 'integrity_check'}`;
  // Checks may call functions that only the application has.
  db.pragma('ignore_check_constraints = ON');
  const inAll = tryToFind(() => complaints(db, `${pragma}(1000000000)`));
  if (inAll) return inAll;
  const inTables = ordinaryTables(db).flatMap((table) =>
    (damageInTable(db, pragma, table) ?? []).map((damage) => `table ${table}: ${damage}`),
  );
  return { damage: inTables.slice(0, placesShown), ownIndexes: [] };
}

/** For a file with a module, collation or tokenizer that only the application has, which stops the whole check. */
function damageInTable(db: Database, pragma: string, table: string): readonly string[] | undefined {
  return (
    tryToFind(() => complaints(db, `${pragma}(${quoteName(table)})`).damage) ??
    // Visits every page of the table, and none of the index that stopped the check.
    tryToFind(() =>
      complaints(db, `SELECT iif(count(*) >= 0, 'ok', '') FROM main.${quoteName(table)} NOT INDEXED`),
    )?.damage
  );
}

/** Undefined where the check itself needs what isn't there. */
function tryToFind<Found>(find: () => Found): Found | undefined {
  try {
    return find();
  } catch (error) {
    if (isMissingPart(error)) return undefined;
    throw error;
  }
}

function complaints(db: Database, sql: string): Damage {
  const damage: string[] = [];
  const ownIndexes: string[] = [];
  try {
    for (const answer of db.prepare<[], string>(sql).pluck().iterate()) {
      if (ownIndexFault.test(answer)) ownIndexes.push(answer);
      else damage.push(...answer.split('\n').filter(isDamageLine));
      if (damage.length >= placesShown) break;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (damage.length === 0) damage.push(error.message);
  }
  return { damage: damage.slice(0, placesShown), ownIndexes };
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
