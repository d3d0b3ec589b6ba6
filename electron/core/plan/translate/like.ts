import type { LikeOperator } from 'sqlite3-parser';
import { asText } from './convert.ts';
import { bytewise, loose, operand, string } from './postgres.ts';
import { refuse } from './translation.ts';
import { text, textLiteral, type Value, value } from './value.ts';

/**
 * LIKE, which folds the letters A to Z and no others, and GLOB with a fixed pattern, as a regular expression.
 *
 * @throws {Refusal} for REGEXP and MATCH, which belong to the application or to a full-text table
 */
export function like(operator: LikeOperator, of: Value, pattern: Value, escapeBy: Value | undefined): Value {
  if (operator === 'Glob') return glob(of, pattern);
  if (operator !== 'Like')
    return refuse(`It uses ${operator.toUpperCase()}, which SQLite leaves to the application.`);
  const fixed = textLiteral(pattern);
  const suffix = escapeClause(fixed, escapeBy);
  const subject = bytewise(asText(of));
  return value('truth', loose(`${operand(subject)} ILIKE ${operand(asText(pattern))}${suffix}`));
}

/** PostgreSQL escapes with a backslash unless told otherwise, SQLite with nothing. */
function escapeClause(pattern: string | undefined, escapeBy: Value | undefined): string {
  if (!escapeBy) return pattern?.includes('\\') === false ? '' : " ESCAPE ''";
  const character = textLiteral(escapeBy);
  if (character === undefined || !/^[^\p{L}\d%_]$/u.test(character)) {
    return refuse('It escapes LIKE by something else than one punctuation mark.');
  }
  if (
    pattern === undefined ||
    new RegExp(`(^|[^x])x(xx)*$`.replaceAll('x', regular(character))).test(pattern)
  ) {
    return refuse('Its LIKE pattern may end in the middle of an escape, an error in PostgreSQL.');
  }
  return ` ESCAPE ${string(character)}`;
}

function glob(of: Value, pattern: Value): Value {
  const fixed = textLiteral(pattern);
  if (fixed === undefined) return refuse('Its GLOB pattern is not a fixed text.');
  const subject = bytewise(asText(of));
  return value('truth', loose(`${operand(subject)} ~ ${text(globToRegular(fixed)).sql}`));
}

/** `*`, `?` and `[…]` of GLOB as a PostgreSQL regular expression over the whole text. */
function globToRegular(pattern: string): string {
  const parts = pattern.match(/\*|\?|\[\^?\]?[^\]]*\]|[^*?[]+|\[/gu) ?? [];
  const body = parts.map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.startsWith('[') ? bracket(part) : regular(part);
  });
  return `^${body.join('')}$`;
}

function bracket(part: string): string {
  if (!/^\[\^?([\p{L}\d]-[\p{L}\d]|[\p{L}\d _])+\]$/u.test(part)) {
    refuse('Its GLOB pattern has a bracket with punctuation in it.');
  }
  for (const [, from = '', to = ''] of part.matchAll(/(.)-(.)/gu)) {
    if (from > to) refuse('Its GLOB pattern has a range that ends before it begins.');
  }
  return part;
}

function regular(plain: string): string {
  return plain.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
