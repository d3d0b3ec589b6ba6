import { bytewise, call, cast, type Fragment, infix, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import {
  isInteger,
  isNumber,
  isTemporal,
  isTruth,
  number,
  numberLiteral,
  textLiteral,
  type Value,
  value,
} from './value.ts';

/** The value as a condition: SQLite takes any number but 0 for true. */
export function asCondition(of: Value): Value {
  if (isTruth(of)) return of;
  const digits = numberLiteral(of);
  if (digits !== undefined) return value('truth', tight(Number(digits) === 0 ? 'FALSE' : 'TRUE'));
  if (isNumber(of)) return value('truth', infix(of, '<>', tight('0')));
  if (of.kind === 'null') return value('truth', cast(of, 'boolean'));
  return refuse('It takes a text, a date or a blob for a condition, which SQLite reads as a number.');
}

/** The value as a number: a condition becomes 0 or 1. */
export function asNumber(of: Value): Value {
  if (isNumber(of)) return of;
  if (isTruth(of)) return value('integer', cast(of, 'integer'), { nonNegative: true });
  if (of.kind === 'null') return value('bigint', cast(of, 'bigint'));
  if (of.digits) return value('integer', of.digits, { nonNegative: true });
  return refuse(
    'It calculates with a text, a date or a blob, which SQLite reads as a number (`||` joins texts).',
  );
}

/** The value as an integer of 64 bits, as wide as SQLite's own. */
export function asBigint(of: Value, what: string): Value {
  const numeric = asNumber(of);
  if (!isInteger(numeric)) return refuse(`${what} is applied to numbers with fractions.`);
  return numeric.kind === 'bigint' ? numeric : value('bigint', cast(numeric, 'bigint'), numeric);
}

/** The value as double precision, in which SQLite calculates with fractions. */
export function asDouble(of: Value): Fragment {
  const numeric = asNumber(of);
  if (numeric.kind === 'double' && !numeric.literal) return numeric;
  return cast(numeric, 'double precision');
}

/** The text that SQLite makes of the value. */
export function asText(of: Value): Value {
  if (of.collation?.explicit) refuse('It collates a part of an expression.');
  if (of.kind === 'text') return of;
  if (isInteger(of)) return value('text', cast(of, 'text'));
  if (isTruth(of)) return value('text', cast(asNumber(of), 'text'));
  if (of.kind === 'null') return value('text', cast(of, 'text'));
  if (isTemporal(of) && of.written) return value('text', momentText(of));
  return refuse(`It reads a value of type ${describe(of)} as text, which PostgreSQL writes differently.`);
}

/** In to_char's pieces rather than by a cast, which depends on the session's DateStyle. */
function momentText(of: Value): Fragment {
  switch (of.kind) {
    case 'date':
      return call('to_char', cast(of, 'timestamp'), tight("'YYYY-MM-DD'"));
    case 'time':
      return call('to_char', cast(of, 'interval'), tight("'HH24:MI:SS'"));
    default:
      return call('to_char', of, tight("'YYYY-MM-DD HH24:MI:SS'"));
  }
}

/** The text ready to be put in order, by bytes as BINARY does or folded as the collation asks. */
export function collate(of: Fragment, collation: string): Fragment {
  switch (collation) {
    case 'BINARY':
      return of;
    case 'NOCASE':
      return call('lower', bytewise(of));
    case 'RTRIM':
      return call('rtrim', of, tight("' '"));
    default:
      return refuse(`The collation ${collation} belongs to the application.`);
  }
}

/** Where to sort by the value: text by its bytes under its collation, the rest as it is. */
export function sortKey(of: Value): Fragment {
  if (of.kind === 'jsonb') refuse('It sorts JSON, which SQLite does by its text.');
  if (of.kind !== 'text') return of;
  return bytewise(collate(of, of.collation?.name ?? 'BINARY'));
}

/** Values brought to one kind, as the branches of CASE or the arguments of coalesce must be. */
export function unify(values: readonly Value[]): readonly Value[] {
  if (values.some((each) => each.collation?.explicit)) refuse('It collates a part of an expression.');
  const kinds = new Set(values.filter((each) => each.kind !== 'null').map((each) => each.kind));
  if (kinds.size <= 1) return values.map(spelledOut);
  if (values.some((each) => each.kind === 'boolean') && values.every(isBooleanLike))
    return values.map(asBoolean);
  if (values.every((each) => each.kind === 'null' || isNumber(each) || isTruth(each)))
    return values.map(numeric);
  return refuse(`It yields values of several types: ${[...kinds].join(', ')}.`);
}

function numeric(of: Value): Value {
  return of.kind === 'null' ? of : spelledOut(asNumber(of));
}

/** A literal with a fraction is a double in SQLite, a numeric in PostgreSQL. */
function spelledOut(of: Value): Value {
  return of.kind === 'double' && of.literal ? value('double', cast(of, 'double precision')) : of;
}

function isBooleanLike(of: Value): boolean {
  const digits = numberLiteral(of);
  return of.kind === 'null' || isTruth(of) || digits === '0' || digits === '1';
}

function asBoolean(of: Value): Value {
  return of.kind === 'null' ? of : value('boolean', asCondition(of));
}

/** The kind that values have in common after `unify`. */
export function commonFacts(values: readonly Value[]): Pick<Value, 'kind'> & Partial<Value> {
  const present = values.filter((each) => each.kind !== 'null');
  const kinds = present.map((each) => each.kind);
  const kind = kinds.includes('double')
    ? 'double'
    : kinds.includes('numeric')
      ? 'numeric'
      : kinds.includes('bigint')
        ? 'bigint'
        : (kinds[0] ?? 'null');
  const differ = new Set(kinds).size > 1;
  return {
    kind,
    ...(present.some((each) => each.mixed) || (differ && kind === 'double') ? { mixed: true } : {}),
    ...(present.length > 0 && present.every((each) => each.nonNegative) ? { nonNegative: true } : {}),
    ...(present.length > 0 && present.every((each) => each.written) ? { written: true } : {}),
  };
}

/** The number that SQLite makes of a text literal under numeric affinity, if it makes one. */
export function numberInText(of: Value): Value | undefined {
  const digits = textLiteral(of)?.trim();
  return digits !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)
    ? number(digits.replace(/^\+/, ''))
    : undefined;
}

export function describe(of: Value): string {
  if (of.kind === 'double') return 'double precision';
  return of.kind === 'truth' ? 'boolean' : of.kind;
}
