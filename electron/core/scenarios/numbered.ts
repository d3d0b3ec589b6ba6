import type { Grammar } from '../postgres/grammar.ts';

/** A statement whose named parameters are positions, with the names in the order of the values it takes. */
export interface Numbered {
  readonly sql: string;
  /** In small letters, as drawn values have them. */
  readonly parameters: readonly string[];
}

/** Texts, quoted names and comments of SQLite, in which a colon is no parameter; then a parameter (its tokenize.c). */
const sqliteToken =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|:([A-Za-z_]\w*)/g;

/** `:name` as `?`, since values are bound by position there; a name that comes twice takes two values. */
export function numberForSqlite(sql: string): Numbered {
  const parameters: string[] = [];
  const numbered = sql.replace(sqliteToken, (token: string, name: string | undefined) => {
    if (name === undefined) return token;
    parameters.push(name.toLowerCase());
    return '?';
  });
  return { sql: numbered, parameters };
}

/** `:name` as `$1`, a name that comes twice under one number. */
export function numberForPostgres(sql: string, { scanSync }: Grammar): Numbered {
  const { tokens } = scanSync(sql);
  const parameters: string[] = [];
  const replacements = tokens.flatMap(({ text, end }, position) => {
    const colon = tokens[position - 1];
    if (colon?.text !== ':' || !/^[A-Za-z_]\w*$/.test(text)) return [];
    const name = text.toLowerCase();
    if (!parameters.includes(name)) parameters.push(name);
    return [{ start: colon.start, end, by: `$${parameters.indexOf(name) + 1}` }];
  });
  return { sql: replaceBytes(sql, replacements), parameters };
}

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** @param replacements in ascending order, at the bytes where PostgreSQL's grammar counts */
export function replaceBytes(sql: string, replacements: readonly Replacement[]): string {
  const text = Buffer.from(sql);
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end, by } of replacements) {
    pieces.push(text.toString('utf8', copied, start), by);
    copied = end;
  }
  return [...pieces, text.toString('utf8', copied)].join('');
}
