/** A type before a parameter, where only a literal may follow (manual, "Constants of Other Types"). */
const typed = /\b(interval|date|time(?:stamp)?(?: with(?:out)? time zone)?|timestamptz|timetz)\s+(\$\d+)/gi;

/**
 * A statement as pg_stat_statements has it, in a form that the server plans: of `interval '1 day'` that makes
 * `interval $1`, which no server takes.
 */
export function plannable(query: string): string {
  return query.replaceAll(typed, '$2::$1');
}
