import Database, { type Database as Db } from 'better-sqlite3';
import type { FileIndex } from '../../../shared/load-test.ts';
import { fourIndexes } from '../postgres/four-indexes.ts';
import { collationName } from '../source/collation.ts';
import { foldName } from '../source/quote.ts';
import {
  columnFacts,
  type IndexPartFacts,
  indexFacts,
  indexPartFacts,
  schemaEntries,
} from '../source/schema-facts.ts';
import { nothingRead, readTableText } from '../source/table-text.ts';

/** Which of the four indexes a file has: what is as quick with them on the server may owe it to them alone. */
export function indexesOfFile(file: string): FileIndex[] {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return indexesIn(db);
  } finally {
    db.close();
  }
}

/**
 * By columns and not by names: whatever looks rows up by the same columns first does the work, as for `core/plan`.
 * Those whose table or columns aren't there are left out.
 */
export function indexesIn(db: Db): FileIndex[] {
  const tables = schemaEntries(db).filter(({ type }) => type === 'table');
  return fourIndexes.flatMap(({ name, table, columns }) => {
    const found = tables.find((candidate) => foldName(candidate.name) === table);
    if (found === undefined) return [];
    const own = new Set(columnFacts(db, found.name).map((column) => foldName(column.name)));
    if (!columns.every((column) => own.has(column))) return [];
    const collations = collationsOf(found.sql);
    const workers = indexFacts(db, found.name)
      .filter((index) => !index.partial)
      .filter((index) => looksUp(indexPartFacts(db, index.name), columns, collations));
    const by = workers.find((index) => foldName(index.name) === name) ?? workers[0];
    return [{ name, ...(by === undefined ? {} : { by: by.name }) }];
  });
}

/** SQLite leaves an index alone that has a column in another order of letters than the column's own. */
function looksUp(
  parts: readonly IndexPartFacts[],
  columns: readonly string[],
  collations: ReadonlyMap<string, string>,
): boolean {
  return columns.every((column, place) => {
    const part = parts[place];
    if (part === undefined || part.name === null || foldName(part.name) !== column) return false;
    return collationName(part.collation) === collationName(collations.get(column) ?? 'BINARY');
  });
}

function collationsOf(sql: string): ReadonlyMap<string, string> {
  const text = readTableText(sql);
  return ('unread' in text ? nothingRead() : text).collations;
}
