import type { TargetType } from '../../../../shared/plan.ts';
import { affinityOf, type DeclaredAffinity } from '../../values/affinity.ts';
import { type Fragment, name, string, tight } from './postgres.ts';

/**
 * What an expression yields on PostgreSQL. `truth` is the outcome of a comparison: a boolean there, the
 * integer 0 or 1 in SQLite. `integer` is int2 or int4. `null` is the bare literal.
 */
export type Kind =
  | 'null'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'numeric'
  | 'boolean'
  | 'truth'
  | 'text'
  | 'bytea'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'jsonb'
  | 'uuid';

/** Type affinity, which decides how SQLite compares (sqlite.org/datatype3.html, section 4.2). */
export type Affinity = DeclaredAffinity | 'none';

export type Literal = { text: string } | { number: string } | { bytes: Uint8Array };

/** A column as it will be on the target, with what its source says about comparing it. */
export interface TypedColumn {
  readonly name: string;
  readonly type: TargetType;
  /** As the source declares it; left out, the affinity that goes with `type` is assumed. */
  readonly declaredType?: string | undefined;
  /** NOCASE, RTRIM or the application's own; left out for BINARY. */
  readonly collation?: string | undefined;
  /** True where some value is another on the target, such as yes TRUE. */
  readonly converted?: boolean | undefined;
}

/** A SQLite expression translated: the PostgreSQL text, and what is known about its values. */
export interface Value extends Fragment {
  readonly kind: Kind;
  readonly affinity: Affinity;
  /** Of a column, or given by COLLATE; other expressions have none. */
  readonly collation?: { readonly name: string; readonly explicit: boolean };
  readonly literal?: Literal;
  /** True when SQLite may hold the number as an integer although its kind has fractions. */
  readonly mixed?: true;
  readonly nonNegative?: true;
  /** True for a date or time whose text in SQLite is known to be ISO, to the second. */
  readonly written?: true;
  /** Of digits made from a date: the same number as an integer. */
  readonly digits?: Fragment;
  /** Of a text or number made from a moment: that moment, a `timestamp`. */
  readonly moment?: Fragment;
  /** Of a moment: by the server's zone instead of UTC. */
  readonly local?: true;
  /** Of a `timestamp` made from the clock in UTC: the same instant as `timestamptz`. */
  readonly instant?: Fragment;
  /** Of `typeof(x)`: what is asked, and the only storage class that it can have besides `null`. */
  readonly storage?: { readonly of: Fragment; readonly is: string };
  /** Of a condition that no value of this type fails: the type. */
  readonly guaranteed?: string;
  /** Of random bytes: the digits that they are made from. */
  readonly hexDigits?: Fragment;
}

/** What can only be NULL becomes the literal, whose type PostgreSQL finds by its neighbours. */
export function value(kind: Kind, fragment: Fragment, facts: Partial<Value> = {}): Value {
  if (kind === 'null') return { kind, affinity: 'none', sql: 'NULL', tight: true };
  return { affinity: 'none', ...facts, kind, sql: fragment.sql, tight: fragment.tight };
}

export const nothing: Value = value('null', tight('NULL'));

export function text(content: string): Value {
  return value('text', tight(string(content)), { literal: { text: content } });
}

/**
 * A number as SQLite reads its digits: an integer up to 64 bits, hexadecimal in two's complement, else a
 * double (sqlite.org/lang_expr.html, section 3).
 *
 * @param digits without separators, may begin with a minus
 */
export function number(digits: string): Value {
  const exact = integerOf(digits);
  if (exact === undefined) return double(digits);
  const small = exact >= -(2n ** 31n) && exact < 2n ** 31n;
  const fragment = { sql: String(exact), tight: exact >= 0n };
  const literal = { number: String(exact) };
  return value(small ? 'integer' : 'bigint', fragment, {
    literal,
    ...(exact >= 0n ? { nonNegative: true } : {}),
  });
}

function integerOf(digits: string): bigint | undefined {
  const hexadecimal = /^(-?)(0x[0-9a-f]{1,16})$/i.exec(digits);
  if (hexadecimal) {
    const wrapped = BigInt.asIntN(64, BigInt(hexadecimal[2] ?? '0'));
    return hexadecimal[1] === '-' ? -wrapped : wrapped;
  }
  if (!/^-?\d+$/.test(digits)) return undefined;
  const exact = BigInt(digits);
  return exact >= -(2n ** 63n) && exact < 2n ** 63n ? exact : undefined;
}

function double(digits: string): Value {
  const plain = digits.replace(/^(-?)\./, '$10.').replace(/\.(?!\d)/, '.0');
  const literal = { number: plain };
  return value('double', { sql: plain, tight: !plain.startsWith('-') }, { literal });
}

export function isInteger(of: Value): boolean {
  return of.kind === 'integer' || of.kind === 'bigint';
}

export function isNumber(of: Value): boolean {
  return isInteger(of) || of.kind === 'double' || of.kind === 'numeric';
}

export function isTruth(of: Value): boolean {
  return of.kind === 'truth' || of.kind === 'boolean';
}

const temporal: readonly Kind[] = ['date', 'time', 'timestamp', 'timestamptz'];

export function isTemporal(of: Value): boolean {
  return temporal.includes(of.kind);
}

/** The value under COLLATE. */
export function collated(of: Value, collation: string): Value {
  return { ...of, collation: { name: collation.toUpperCase(), explicit: true } };
}

/** True when texts that differ may be equal. */
export function isFolded({ collation }: Value): boolean {
  return collation !== undefined && collation.name !== 'BINARY';
}

export function textLiteral(of: Value): string | undefined {
  return of.literal && 'text' in of.literal ? of.literal.text : undefined;
}

export function numberLiteral(of: Value): string | undefined {
  return of.literal && 'number' in of.literal ? of.literal.number : undefined;
}

/** A column read from its table; `qualifier` is the alias of the table where several are in play. */
export function columnValue(column: TypedColumn, qualifier?: string): Value {
  const kind = kindOf(column.type);
  const affinity = column.declaredType === undefined ? usualAffinity(kind) : affinityOf(column.declaredType);
  const sql = qualifier === undefined ? name(column.name) : `${name(qualifier)}.${name(column.name)}`;
  const mixed = kind === 'numeric' || (kind === 'double' && affinity !== 'REAL');
  return value(kind, tight(sql), {
    affinity,
    ...(mixed ? { mixed } : {}),
    collation: { name: column.collation?.toUpperCase() ?? 'BINARY', explicit: false },
  });
}

function kindOf(type: TargetType): Kind {
  switch (type.name) {
    case 'smallint':
      return 'integer';
    case 'double precision':
      return 'double';
    case 'decimal':
      return 'numeric';
    case 'varchar':
      return 'text';
    default:
      return type.name;
  }
}

function usualAffinity(kind: Kind): Affinity {
  if (kind === 'integer' || kind === 'bigint') return 'INTEGER';
  if (kind === 'double') return 'REAL';
  if (kind === 'text' || kind === 'uuid') return 'TEXT';
  return kind === 'bytea' ? 'BLOB' : 'NUMERIC';
}
