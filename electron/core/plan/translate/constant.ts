import type { TargetType } from '../../../../shared/plan.ts';
import { readDate, readTime, readTimestamp } from './iso.ts';
import { string } from './postgres.ts';
import { refuse } from './translation.ts';
import { type Literal, number, numberLiteral } from './value.ts';

/**
 * A literal as a value of the type, by the conversions that its column's values go through.
 *
 * @returns PostgreSQL text
 * @throws {Refusal} where the type can't hold it as it is
 */
export function constant(literal: Literal, type: TargetType): string {
  if ('bytes' in literal) return blobConstant(literal.bytes, type);
  const words = 'text' in literal ? literal.text : literal.number;
  const sql = constantOf(words, 'text' in literal, type);
  return (
    sql ??
    refuse(`The value ${'text' in literal ? `'${words}'` : words} does not fit the type ${typeName(type)}.`)
  );
}

function blobConstant(bytes: Uint8Array, type: TargetType): string {
  if (type.name !== 'bytea') refuse(`A blob does not fit the type ${typeName(type)}.`);
  return `'\\x${Buffer.from(bytes).toString('hex')}'::bytea`;
}

function constantOf(words: string, quoted: boolean, type: TargetType): string | undefined {
  switch (type.name) {
    case 'smallint':
      return integer(words, 15n);
    case 'integer':
      return integer(words, 31n);
    case 'bigint':
      return integer(words, 63n);
    case 'double precision':
    case 'numeric':
      return isNumeric(words) ? numberLiteral(number(words)) : undefined;
    case 'decimal':
      return isNumeric(words) && fitsDecimal(words, type) ? words : undefined;
    case 'boolean':
      return truth(words, quoted);
    case 'text':
      return digitsOf(words, quoted);
    case 'varchar':
      return [...words].length <= type.length ? digitsOf(words, quoted) : undefined;
    case 'bytea':
      return quoted && words === '' ? "'\\x'::bytea" : undefined;
    case 'date':
      return quoted ? readDate(words) : undefined;
    case 'time':
      return quoted ? readTime(words)?.sql : undefined;
    case 'timestamp':
      return quoted
        ? (readTimestamp(words)?.sql ?? readDate(words)?.replace(/date$/, 'timestamp'))
        : undefined;
    case 'timestamptz':
      return quoted ? zoned(words) : undefined;
    case 'jsonb':
      return isJson(words) ? `${string(words)}::jsonb` : undefined;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(words)
        ? `${string(words)}::uuid`
        : undefined;
  }
}

function isNumeric(words: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(words.trim());
}

/** INTEGER affinity makes 5 of '5' and of 5.0. */
function integer(words: string, bits: bigint): string | undefined {
  if (!isNumeric(words)) return undefined;
  const [, digits = ''] = /^\s*\+?(-?\d+)(?:\.0*)?\s*$/.exec(words) ?? [];
  if (digits === '') return undefined;
  const exact = BigInt(digits);
  return exact >= -(2n ** bits) && exact < 2n ** bits ? String(exact) : undefined;
}

function fitsDecimal(words: string, { precision, scale }: { precision: number; scale: number }): boolean {
  const [, whole = '', fraction = ''] = /^[+-]?0*(\d*)\.?(\d*?)0*$/.exec(words.trim()) ?? [];
  return /^[+-]?[\d.]+$/.test(words.trim()) && fraction.length <= scale && whole.length <= precision - scale;
}

function truth(words: string, quoted: boolean): string | undefined {
  if (/^(1|1\.0)$/.test(words) || (quoted && /^(true|t|yes|y|on)$/i.test(words))) return 'TRUE';
  if (/^(0|0\.0)$/.test(words) || (quoted && /^(false|f|no|n|off)$/i.test(words))) return 'FALSE';
  return undefined;
}

/** TEXT affinity writes integers in decimal; how it writes fractions is sure for plain short ones only. */
function digitsOf(words: string, quoted: boolean): string | undefined {
  if (quoted || /^-?\d+$/.test(words)) return string(words);
  return /^-?(0|[1-9]\d{0,8})\.(0|\d{0,5}[1-9])$/.test(words) ? string(words) : undefined;
}

function zoned(words: string): string | undefined {
  const [, local = '', offset = ''] = /^(.{16,26}?)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.exec(words) ?? [];
  return offset && readTimestamp(local)
    ? `${string(`${local.replace('T', ' ')}${offset}`)}::timestamptz`
    : undefined;
}

function isJson(words: string): boolean {
  try {
    JSON.parse(words);
    return true;
  } catch {
    return false;
  }
}

export function typeName(type: TargetType): string {
  if (type.name === 'varchar') return `varchar(${type.length})`;
  return type.name === 'decimal' ? `numeric(${type.precision},${type.scale})` : type.name;
}
