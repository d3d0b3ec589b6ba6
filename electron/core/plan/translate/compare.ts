import { alignMoment } from './align.ts';
import { asCondition, asNumber, collate, describe, numberInText } from './convert.ts';
import { bytewise, cast, type Fragment, infix, loose, operand, string, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import {
  isInteger,
  isNumber,
  isTemporal,
  isTruth,
  numberLiteral,
  textLiteral,
  type Value,
  value,
} from './value.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IS NOT DISTINCT FROM' | 'IS DISTINCT FROM';

/** Both sides of a comparison, brought to one type of PostgreSQL. */
export type Sides = readonly [Fragment, Fragment];

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  'IS NOT DISTINCT FROM': 'IS NOT DISTINCT FROM',
  'IS DISTINCT FROM': 'IS DISTINCT FROM',
};

/**
 * Compares as SQLite does: by the affinities of both sides, under the collation that wins
 * (sqlite.org/datatype3.html, sections 4 and 7).
 *
 * @throws {Refusal} where the types of the target would compare otherwise
 */
export function compare(left: Value, comparison: Comparison, right: Value): Value {
  const asked = askedForStorage(left, comparison, right);
  if (asked) return asked;
  const [a, b] = align(left, comparison, right);
  return value('truth', infix(a, comparison, b));
}

/** `typeof(x) = 'integer'` on a column of integers says no more than that x is not NULL. */
function askedForStorage(left: Value, comparison: Comparison, right: Value): Value | undefined {
  const wanted = textLiteral(right);
  if (!left.storage || (wanted !== left.storage.is && wanted !== 'null')) return undefined;
  const present = (wanted === 'null') !== (comparison === '=');
  if (comparison !== '=' && comparison !== '<>') return undefined;
  return value('truth', loose(`${operand(left.storage.of)} IS ${present ? 'NOT NULL' : 'NULL'}`));
}

/** `left` in the list of literals, as one IN where all of them leave `left` as it is. */
export function compareAny(left: Value, items: readonly Value[]): Value {
  const aligned = items.map((item) => align(left, '=', item));
  const same = aligned.every(([subject]) => subject.sql === aligned[0]?.[0].sql);
  if (same && aligned[0] && !left.storage && left.kind !== 'null') {
    return value(
      'truth',
      loose(`${operand(aligned[0][0])} IN (${aligned.map(([, item]) => item.sql).join(', ')})`),
    );
  }
  return items
    .map((item) => compare(left, '=', item))
    .reduce((any, next) => value('truth', loose(`${operand(any)} OR ${operand(next)}`)));
}

/** Refuses unless `left IN (SELECT column …)` compares as it stands. */
export function alignForMembership(left: Value, column: Value): void {
  const [a, b] = align(left, '=', column);
  if (a.sql !== left.sql || b.sql !== column.sql)
    refuse('It looks for a value among values of another type.');
}

function align(left: Value, comparison: Comparison, right: Value): Sides {
  if (left.kind === 'null' || right.kind === 'null') return [left, right];
  return (
    alignOneWay(left, comparison, right) ??
    flip(alignOneWay(right, mirrored[comparison], left)) ??
    refuse(reasonAgainst(left, right))
  );
}

function flip(sides: Sides | undefined): Sides | undefined {
  return sides && [sides[1], sides[0]];
}

function alignOneWay(left: Value, comparison: Comparison, right: Value): Sides | undefined {
  if (isTruth(left)) return alignTruth(left, right);
  if (isNumber(left)) return alignNumber(left, right);
  if (left.kind === 'text') return alignText(left, comparison, right);
  if (isTemporal(left)) return alignMoment(left, comparison, right);
  if (left.kind === 'uuid') return alignUuid(left, comparison, right);
  return left.kind === 'bytea' && right.kind === 'bytea' ? [left, right] : undefined;
}

function alignTruth(left: Value, right: Value): Sides | undefined {
  if (isTruth(right)) return [left, right];
  const other = left.affinity === 'none' ? right : (numberInText(right) ?? right);
  const digits = numberLiteral(other);
  if (digits === '0' || digits === '1') return [left, asCondition(other)];
  return isNumber(other) ? [asNumber(left), other] : undefined;
}

function alignNumber(left: Value, right: Value): Sides | undefined {
  if (isNumber(right)) return [left, right];
  const hasNumericAffinity = left.affinity !== 'none' && left.affinity !== 'BLOB' && left.affinity !== 'TEXT';
  const converted = hasNumericAffinity ? numberInText(right) : undefined;
  return converted && [left, converted];
}

function alignText(left: Value, comparison: Comparison, right: Value): Sides | undefined {
  const other = right.kind === 'text' ? right : numberAsText(left, right);
  if (!other) return undefined;
  for (const [side, across] of [
    [left, other],
    [other, left],
  ] as const)
    refuseMixedText(side, across);
  return collateBoth(left, comparison, other);
}

/** TEXT affinity turns a number without affinity into its digits before comparing. */
function numberAsText(column: Value, other: Value): Value | undefined {
  if (column.affinity !== 'TEXT' || other.affinity !== 'none') return undefined;
  if (isTruth(other)) return value('text', cast(asNumber(other), 'text'));
  if (!isInteger(other)) return undefined;
  const digits = numberLiteral(other);
  return value('text', digits === undefined ? cast(other, 'text') : tight(string(digits)));
}

/** A column declared for numbers that became text holds both; there, '07' and '7' are equal in SQLite. */
function refuseMixedText(side: Value, across: Value): void {
  if (side.affinity === 'none' || side.affinity === 'TEXT' || side.affinity === 'BLOB') return;
  const words = textLiteral(across);
  if (words !== undefined && !numberInText(across)) return;
  refuse('It compares a column that holds numbers and texts side by side.');
}

function collateBoth(left: Value, comparison: Comparison, right: Value): Sides {
  const collation = winning(left, right);
  const a = collate(left, collation);
  const b = collate(right, collation);
  const ordered = comparison === '<' || comparison === '<=' || comparison === '>' || comparison === '>=';
  return ordered ? [bytewise(a), b] : [a, b];
}

function winning(left: Value, right: Value): string {
  if (left.collation?.explicit) return left.collation.name;
  if (right.collation?.explicit) return right.collation.name;
  return (left.collation ?? right.collation)?.name ?? 'BINARY';
}

function alignUuid(left: Value, comparison: Comparison, right: Value): Sides | undefined {
  if (right.kind === 'uuid') return [left, right];
  const words = textLiteral(right);
  const canonical = words !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(words);
  return canonical && !/[<>]=?$/.test(comparison) ? [left, cast(right, 'uuid')] : undefined;
}

function reasonAgainst(left: Value, right: Value): string {
  const sides = `It compares ${describe(left)} with ${describe(right)}`;
  if (!isTemporal(left) && !isTemporal(right)) return `${sides}, which SQLite does by storage class.`;
  return `${sides}, which SQLite does letter by letter; moments may come out otherwise.`;
}
