import type { Database } from 'better-sqlite3';
import { rewriteSchema } from './changed-copy.ts';
import { parseSchema } from './parse-schema.ts';
import { quoteName } from './quote.ts';
import { isMissingPart } from './sqlite-error.ts';

interface SearchTable {
  readonly name: string;
  readonly sql: string;
}

/** Whether SQLite opens a table for full-text search only by a way to cut words that the application has. */
export function hasOwnTokenizers(db: Database): boolean {
  return shutSearchTables(db).length > 0;
}

/**
 * Opens tables for full-text search by SQLite's own way to cut words, which is asked for nothing where rows are read
 * one after the other: they lie in a table beside ("FTS5", section 4.4; "FTS3 and FTS4", section 9).
 */
export function tokenizePlainly(db: Database): void {
  for (const { name, sql } of shutSearchTables(db)) {
    const plain = plainText(sql);
    if (plain === undefined) continue;
    rewriteSchema(db, () =>
      db.prepare("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?").run(plain, name),
    );
  }
}

function shutSearchTables(db: Database): SearchTable[] {
  return db
    .prepare<[], SearchTable>(
      "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0 AND sql LIKE '%tokenize%'",
    )
    .all()
    .filter(({ name }) => isShut(db, name));
}

function isShut(db: Database, name: string): boolean {
  try {
    db.prepare(`SELECT 1 FROM main.${quoteName(name)}`);
    return false;
  } catch (error) {
    if (isMissingPart(error)) return true;
    throw error;
  }
}

/** One argument of a module: what stands in quotes may hold commas. */
const argument = /(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^,])+/g;

/** Cut from the text itself, since the parser's arguments have lost their blanks. */
function plainText(sql: string): string | undefined {
  const parsed = parseSchema(sql);
  if (parsed.kind === 'unread' || parsed.statement.type !== 'CreateVirtualTableStmt') return undefined;
  const { text: module, span } = parsed.statement.moduleName;
  const start = parsed.sql.indexOf('(', span.offset + span.length) + 1;
  const end = parsed.sql.lastIndexOf(')');
  if (!/^fts[345]$/i.test(module) || start === 0) return undefined;
  const kept = (parsed.sql.slice(start, end).match(argument) ?? []).filter(
    (text) => !/^\s*tokenize\b/i.test(text),
  );
  return parsed.sql.slice(0, start) + kept.join(',') + parsed.sql.slice(end);
}
