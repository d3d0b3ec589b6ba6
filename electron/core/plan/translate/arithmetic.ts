import { asBigint, asDouble, asNumber, asText } from './convert.ts';
import { call, cast, type Fragment, infix, loose, operand, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, number, numberLiteral, type Value, value } from './value.ts';

export type Arithmetic = '+' | '-' | '*' | '/';

/**
 * Calculates as SQLite does: integers in 64 bits, division by zero yields NULL, a double makes the other
 * side a double. Columns of exact decimals are calculated in decimals.
 *
 * @throws {Refusal} where SQLite may divide integers and the target would divide fractions
 */
export function calculate(left: Value, operator: Arithmetic, right: Value): Value {
  const a = asNumber(left);
  const b = asNumber(right);
  if (isInteger(a) && isInteger(b)) return calculateIntegers(a, operator, b);
  if (operator === '/' && !isReal(a) && !isReal(b)) {
    return refuse('It divides numbers that SQLite may hold as integers, and then cuts off the fraction.');
  }
  if (operator !== '/' && inDecimals(a, b)) {
    return value('numeric', infix(a, operator, b), { mixed: true });
  }
  const divisor = operator === '/' ? nonZero(b, asDouble(b)) : asDouble(b);
  const mixed = isReal(a) || isReal(b) ? {} : { mixed: true as const };
  return value('double', infix(asDouble(a), operator, divisor), mixed);
}

function calculateIntegers(a: Value, operator: Arithmetic, b: Value): Value {
  const wide = a.kind === 'bigint' || b.kind === 'bigint';
  const left = wide ? a : cast(a, 'bigint');
  const right = operator === '/' ? nonZero(b, b) : b;
  const growing = operator !== '-' && a.nonNegative && b.nonNegative;
  return value('bigint', infix(left, operator, right), growing ? { nonNegative: true } : {});
}

function nonZero(divisor: Value, fragment: Fragment): Fragment {
  const digits = numberLiteral(divisor);
  return digits !== undefined && Number(digits) !== 0 ? fragment : call('nullif', fragment, tight('0'));
}

/** True when SQLite surely holds a double. */
function isReal(of: Value): boolean {
  return of.kind === 'double' && !of.mixed;
}

function inDecimals(a: Value, b: Value): boolean {
  const sides = [a, b];
  return (
    sides.some((side) => side.kind === 'numeric') &&
    sides.every((side) => side.kind !== 'double' || side.literal !== undefined)
  );
}

/** `%`, which SQLite does on integers alone. */
export function remainder(left: Value, right: Value): Value {
  const a = asBigint(left, 'The remainder');
  const b = asBigint(right, 'The remainder');
  return value('bigint', infix(a, '%', nonZero(right, b)));
}

export type Bitwise = '&' | '|' | '<<' | '>>';

/** Bit operators, on 64 bits. Shifts only by a known distance: SQLite shifts back for negative ones. */
export function bitwise(left: Value, operator: Bitwise, right: Value): Value {
  const a = asBigint(left, 'A bit operator');
  const b = asBigint(right, 'A bit operator');
  if (operator === '&' || operator === '|') return value('bigint', infix(a, operator, b));
  const distance = Number(numberLiteral(right) ?? Number.NaN);
  if (!(distance >= 0 && distance < 64))
    refuse('It shifts bits by a distance that is not a number from 0 to 63.');
  return value('bigint', infix(a, operator, right));
}

export function complement(of: Value): Value {
  return value('bigint', loose(`~ ${operand(asBigint(of, 'A bit operator'))}`));
}

export function negate(of: Value): Value {
  const digits = numberLiteral(of);
  if (digits !== undefined && !digits.startsWith('-')) return number(`-${digits}`);
  const numeric = asNumber(of);
  if (isInteger(numeric)) return value('bigint', loose(`- ${operand(asBigint(numeric, 'The sign'))}`));
  // Subtracted from zero, as SQLite does it, since - 0.0 is -0 in PostgreSQL.
  return value(numeric.kind, infix(tight('0'), '-', numeric), numeric.mixed ? { mixed: true } : {});
}

/** `||` */
export function concatenate(left: Value, right: Value): Value {
  return value('text', infix(asText(left), '||', asText(right)));
}
