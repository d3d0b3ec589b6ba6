import type { Cell } from './cell.ts';

const integerText = /^\s*([+-]?)(\d+)\s*$/;
const decimalText = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/;
const namedNumbers = new Map([
  ['nan', 'NaN'],
  ['infinity', 'Infinity'],
  ['inf', 'Infinity'],
  ['+infinity', 'Infinity'],
  ['-infinity', '-Infinity'],
  ['-inf', '-Infinity'],
]);

/** numeric holds this many digits before the point (PostgreSQL manual, 8.1.2 "Arbitrary Precision Numbers"). */
const mostIntegerDigits = 131_072;
/** And this many after it. */
const mostFractionDigits = 16_383;

/** Decimal digits of an integer; a REAL or a text counts when it is one. */
export function canonicalInteger(cell: Cell): string | undefined {
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number') return Number.isInteger(cell) ? BigInt(cell).toString() : undefined;
  if (typeof cell !== 'string') return undefined;
  const match = integerText.exec(cell);
  if (match === null) return undefined;
  const digits = BigInt(match[2] ?? '').toString();
  return match[1] === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** Text of a float8; integers count only when a float8 holds them exactly. */
export function canonicalFloat(cell: Cell): string | undefined {
  if (typeof cell === 'number') return floatText(cell);
  if (typeof cell === 'bigint') {
    const nearest = Number(cell);
    return BigInt(nearest) === cell ? floatText(nearest) : undefined;
  }
  if (typeof cell !== 'string') return undefined;
  const named = namedNumbers.get(cell.trim().toLowerCase());
  if (named !== undefined) return named;
  const value = Number(cell);
  return isDecimal(cell) && Number.isFinite(value) ? floatText(value) : undefined;
}

/**
 * float8 as PostgreSQL 12 and later prints it with extra_float_digits 1: the shortest digits that
 * read back the same (JavaScript's too, but for one in thousands beyond 2^53), as a plain decimal for exponents from -4 to 14, else with an
 * exponent of at least two digits (src/common/d2s.c, double_to_shortest_decimal_bufn).
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const scientific = value.toExponential();
  const mark = scientific.indexOf('e');
  const exponent = Number(scientific.slice(mark + 1));
  if (exponent < -4 || exponent >= 15) {
    const size = Math.abs(exponent).toString().padStart(2, '0');
    return `${scientific.slice(0, mark)}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  return decimalOf(scientific) ?? scientific;
}

/** Text of a numeric without precision: the digits as they were given, without an exponent. */
export function canonicalNumeric(cell: Cell): string | undefined {
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number') return Number.isFinite(cell) ? decimalOf(String(cell)) : String(cell);
  if (typeof cell !== 'string') return undefined;
  return namedNumbers.get(cell.trim().toLowerCase()) ?? decimalOf(cell);
}

/** Text of a numeric(p,s): exactly `scale` digits after the point; nothing when that would round. */
export function canonicalDecimal(cell: Cell, scale: number): string | undefined {
  const plain = canonicalNumeric(cell);
  if (plain === undefined || !isDecimal(plain)) return undefined;
  const point = plain.indexOf('.');
  const whole = point < 0 ? plain : plain.slice(0, point);
  const fraction = point < 0 ? '' : plain.slice(point + 1).replace(/0+$/, '');
  if (fraction.length > scale) return undefined;
  const text = scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
  return unsignedZero(text);
}

/** True for a number in decimal or scientific notation. */
export function isDecimal(text: string): boolean {
  const match = decimalText.exec(text);
  return match !== null && `${match[2]}${match[3]}` !== '';
}

/**
 * Rewrites a number without an exponent, the way numeric prints it: `1.50e1` is `15.0`, `1e-3` is `0.001`.
 * Undefined for what isn't a number or is beyond numeric.
 */
export function decimalOf(text: string): string | undefined {
  const match = decimalText.exec(text);
  if (match === null) return undefined;
  const [, sign = '', before = '', after = '', power = '0'] = match;
  const digits = before + after;
  if (digits === '') return undefined;
  const point = before.length + Number(power);
  if (Math.abs(point) > mostIntegerDigits || digits.length - point > mostFractionDigits) return undefined;
  const whole = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const fraction = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const plain = `${whole.replace(/^0+/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return unsignedZero(sign === '-' ? `-${plain}` : plain);
}

/** Numbers of one value become one text: no sign of zero, no zeros at the end. */
export function decimalValue(text: string): string | undefined {
  const plain = decimalOf(text);
  if (plain === undefined || !plain.includes('.')) return plain;
  return unsignedZero(plain.replace(/\.?0+$/, ''));
}

/** numeric knows no negative zero. */
function unsignedZero(text: string): string {
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}
