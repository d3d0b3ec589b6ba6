import type { Grammar } from '../postgres/grammar.ts';
import { quoteName } from '../source/quote.ts';

/** A statement whose named parameters are positions, with the names in the order of the values it takes. */
export interface Numbered {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** Texts, quoted names and comments of SQLite, in which a colon is no parameter; then a parameter (its lang_expr). */
const sqliteToken =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|:([A-Za-z_]\w*)/g;

/** `:name` as `?`, since values are bound by position there; a name that comes twice takes two values. */
export function numberForSqlite(sql: string): Numbered {
  const parameters: string[] = [];
  const numbered = sql.replace(sqliteToken, (token: string, name: string | undefined) => {
    if (name === undefined) return token;
    parameters.push(name);
    return '?';
  });
  return { sql: numbered, parameters };
}

/** Names of a schema's tables with their columns, as the catalog spells them. */
export type SchemaNames = ReadonlyMap<string, readonly string[]>;

/**
 * `:name` as `$1`, a name that comes twice under one number. Names without quotes are those of the schema whatever
 * their case, as they are in SQLite: a migration keeps `Student_ID` as it was, where PostgreSQL would look for
 * `student_id`.
 */
export function numberForPostgres(
  sql: string,
  { scanSync }: Grammar,
  names: SchemaNames = new Map(),
): Numbered {
  // The scanner counts in bytes.
  const text = Buffer.from(sql);
  const { tokens } = scanSync(sql);
  const spelled = spellings(tokens, names);
  const parameters: string[] = [];
  const pieces: string[] = [];
  let copied = 0;
  const replace = (start: number, end: number, by: string) => {
    pieces.push(text.toString('utf8', copied, start), by);
    copied = end;
  };
  for (const [position, token] of tokens.entries()) {
    const before = tokens[position - 1];
    const after = tokens[position + 1];
    if (before?.text === ':' && before.end === token.start && isWord(token.text)) {
      if (!parameters.includes(token.text)) parameters.push(token.text);
      replace(before.start, token.end, `$${parameters.indexOf(token.text) + 1}`);
    } else if (token.tokenName === 'IDENT' && isWord(token.text)) {
      // A type's name stands after :: or AS, before a text that it explains, or is called like a function.
      const isType = ['::', 'as'].includes(before?.text.toLowerCase() ?? '') || after?.tokenName === 'SCONST';
      const name = spelled.get(token.text.toLowerCase());
      if (name !== undefined && !isType && after?.text !== '(')
        replace(token.start, token.end, quoteName(name));
    }
  }
  return { sql: [...pieces, text.toString('utf8', copied)].join(''), parameters };
}

function isWord(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** By its small letters, each name of the mentioned tables that PostgreSQL wouldn't find without quotes. */
function spellings(tokens: readonly { text: string }[], names: SchemaNames): Map<string, string> {
  const mentioned = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const known = [...names]
    .filter(([table]) => mentioned.has(table.toLowerCase()))
    .flatMap(([table, columns]) => [table, ...columns]);
  const exact = new Set(known.filter((name) => name === name.toLowerCase()));
  return new Map(
    known.filter((name) => !exact.has(name.toLowerCase())).map((name) => [name.toLowerCase(), name]),
  );
}
