import type { Comparison, Sides } from './compare.ts';
import { readDate, readTime, readTimestamp } from './iso.ts';
import { cast, tight } from './postgres.ts';
import { textLiteral, type Value } from './value.ts';

/**
 * Aligns a date, time or timestamp with another or with a text literal. SQLite compares their texts, the
 * target compares moments. Both agree unless one text is the beginning of the other: '2026-01-01' comes
 * before '2026-01-01 00:00:00' as text and is the same moment. There only the comparisons that come
 * out alike either way are aligned.
 *
 * @returns undefined where they may not come out alike
 */
export function alignMoment(left: Value, comparison: Comparison, right: Value): Sides | undefined {
  const words = textLiteral(right);
  if (words !== undefined) return alignWords(left, comparison, words);
  if (left.kind === right.kind) return alikeWritten(left, comparison, right) ? [left, right] : undefined;
  if (left.kind === 'timestamp' && right.kind === 'date')
    return beginsWith(comparison) ? [left, right] : undefined;
  return undefined;
}

/** A column's timestamps may be written as dates, the result of datetime() never is. */
function alikeWritten(left: Value, comparison: Comparison, right: Value): boolean {
  return (
    left.kind !== 'timestamp' ||
    left.written === right.written ||
    (right.written === true && isBeginningOf(comparison))
  );
}

function alignWords(left: Value, comparison: Comparison, words: string): Sides | undefined {
  if (left.kind === 'date') return alignDate(left, comparison, words);
  if (left.kind === 'timestamp') return alignTimestamp(left, comparison, words);
  if (left.kind === 'time') return alignTime(left, comparison, words);
  return undefined;
}

function alignDate(left: Value, comparison: Comparison, words: string): Sides | undefined {
  const date = readDate(words);
  if (date) return [left, tight(date)];
  const timestamp = readTimestamp(words);
  if (!timestamp) return undefined;
  return !timestamp.midnight || isBeginningOf(comparison) ? [left, tight(timestamp.sql)] : undefined;
}

function alignTimestamp(left: Value, comparison: Comparison, words: string): Sides | undefined {
  const date = readDate(words);
  if (date) return beginsWith(comparison) ? [left, cast(tight(date), 'timestamp')] : undefined;
  const timestamp = readTimestamp(words);
  if (!timestamp) return undefined;
  if (!timestamp.seconds) return beginsWith(comparison) ? [left, tight(timestamp.sql)] : undefined;
  const sure = left.written || !timestamp.midnight || isBeginningOf(comparison);
  return sure ? [left, tight(timestamp.sql)] : undefined;
}

function alignTime(left: Value, comparison: Comparison, words: string): Sides | undefined {
  const time = readTime(words);
  if (!time) return undefined;
  return time.seconds || beginsWith(comparison) ? [left, tight(time.sql)] : undefined;
}

/** True where it doesn't matter whether the left text equals the right one or only begins with it. */
function beginsWith(comparison: Comparison): boolean {
  return comparison === '>=' || comparison === '<';
}

/** True where it doesn't matter whether the left text equals the right one or is its beginning. */
function isBeginningOf(comparison: Comparison): boolean {
  return comparison === '>' || comparison === '<=';
}
