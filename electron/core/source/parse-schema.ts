import { parseStmt, type Stmt } from 'sqlite3-parser';

export type ParsedSchema =
  | {
      readonly kind: 'read';
      readonly statement: Stmt;
      /** The text that the spans of `statement` lie in. */
      readonly sql: string;
    }
  | { readonly kind: 'unread'; readonly reason: string };

/** Keywords that SQLite takes for names where they can't be anything else (analyzeWindowKeyword in tokenize.c). */
const namesAtTimes = /^(window|over|filter)$/i;

/** Parses a text of sqlite_schema. The parser wants the three keywords quoted that SQLite doesn't. */
export function parseSchema(sql: string): ParsedSchema {
  const parsed = parseStmt(sql);
  if (parsed.status === 'ok') return { kind: 'read', statement: parsed.root, sql };
  const [error] = parsed.errors;
  const word = error ? sql.slice(error.span.offset, error.span.offset + error.span.length) : '';
  if (!error || !namesAtTimes.test(word)) return { kind: 'unread', reason: error?.message ?? '' };
  const { offset, length } = error.span;
  return parseSchema(`${sql.slice(0, offset)}"${word}"${sql.slice(offset + length)}`);
}
