/** Where nothing is a statement's own word: strings, quoted names and comments. */
const quoted = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|--.*|/\*[\s\S]*?\*/`;

const types = 'interval|date|timestamptz|timetz|time(?:stamp)?|jsonb?|uuid|numeric|bool(?:ean)?';

/** A type before a parameter, where only a literal may follow (manual, "Constants of Other Types"). */
const typed = String.raw`\b((?:${types})(?:\s*\(\d+\))?(?: with(?:out)? time zone)?)\s+(\$\d+)`;

const either = new RegExp(`${quoted}|${typed}`, 'gi');

/**
 * A statement in a form that the server plans: pg_stat_statements makes `interval $1` of `interval '1 day'`, which no
 * server takes, although libpg-query does. Nothing else is changed.
 */
export function plannable(sql: string): string {
  return sql.replaceAll(either, (found: string, type?: string, parameter?: string) =>
    type === undefined || parameter === undefined ? found : `${parameter}::${type}`,
  );
}
