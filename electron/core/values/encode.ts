import type { DateOrder, TargetType } from '../../../shared/plan.ts';
import { losesAsJsonb } from './json-loss.ts';
import { dateText, type Moment, momentOfNumber, momentOfText, timeOfDay, timeText } from './moment.ts';
import { type Rejection, reject, type StoredValue } from './stored-value.ts';

/** What a column's type leaves open about its values. */
export interface Reading {
  readonly type: TargetType;
  readonly dateOrder?: DateOrder | undefined;
  /** IANA zone of timestamps that carry none, when they become timestamptz. UTC when absent. */
  readonly timezone?: string | undefined;
}

/** Turns a stored value that isn't NULL into the text that PostgreSQL's input function takes, exactly. */
export type Encode = (value: NonNullable<StoredValue>) => string | Rejection;

/** The encoder of a column: the one authority on which values its type takes. */
export function encoderFor({ type, dateOrder, timezone }: Reading): Encode {
  switch (type.name) {
    case 'bigint':
      return wholeNumber(-(2n ** 63n), 2n ** 63n - 1n);
    case 'integer':
      return wholeNumber(-(2n ** 31n), 2n ** 31n - 1n);
    case 'smallint':
      return wholeNumber(-(2n ** 15n), 2n ** 15n - 1n);
    case 'double precision':
      return double;
    case 'numeric':
      return numeric;
    case 'decimal':
      return decimal(type.precision, type.scale);
    case 'boolean':
      return boolean;
    case 'text':
      return text;
    case 'varchar':
      return varchar(type.length);
    case 'bytea':
      return bytea;
    case 'date':
      return date(dateOrder);
    case 'time':
      return time;
    case 'timestamp':
      return timestamp(dateOrder);
    case 'timestamptz':
      return timestamptz(dateOrder, timezone ?? 'UTC');
    case 'jsonb':
      return json;
    case 'uuid':
      return uuid;
  }
}

function wholeNumber(min: bigint, max: bigint): Encode {
  return (value) => {
    const whole = asWhole(value);
    if (typeof whole !== 'bigint') return whole;
    return whole >= min && whole <= max ? whole.toString() : reject('out of range');
  };
}

function asWhole(value: NonNullable<StoredValue>): bigint | Rejection {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? BigInt(value) : reject('not a whole number');
  }
  if (typeof value !== 'string') return reject('not a number');
  if (value === '') return reject('empty text');
  if (/^[+-]?\d{1,19}$/.test(value)) return BigInt(value.replace('+', ''));
  return reject(isDecimalText(value) ? 'not a whole number' : 'not a number');
}

function isDecimalText(value: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(value);
}

/** PostgreSQL's spelling of a double; JavaScript writes the shortest text that reads back the same. */
function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const double: Encode = (value) => {
  if (typeof value === 'number') return doubleText(value);
  if (typeof value === 'bigint') {
    return BigInt(Number(value)) === value ? value.toString() : reject('too precise');
  }
  if (typeof value !== 'string') return reject('not a number');
  if (value === '') return reject('empty text');
  if (!isDecimalText(value)) return reject('not a number');
  return sameDecimal(value, String(Number(value))) ? value : reject('too precise');
};

const numeric: Encode = (value) => {
  if (typeof value === 'bigint') return value.toString();
  // Infinity in numeric came with PostgreSQL 14, and no decimal column means it.
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : reject('out of range');
  if (typeof value !== 'string') return reject('not a number');
  if (value === '') return reject('empty text');
  return isDecimalText(value) ? value : reject('not a number');
};

function decimal(precision: number, scale: number): Encode {
  return (value) => {
    const written = numeric(value);
    if (typeof written !== 'string') return written;
    const { digits, exponent } = readDecimal(written);
    if (digits === '') return written;
    if (-exponent > scale) return reject('too precise');
    return digits.length + exponent > precision - scale ? reject('out of range') : written;
  };
}

/** A decimal text as significant digits, without zeros at either end, times ten to the exponent. */
export function readDecimal(written: string): { negative: boolean; digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = written.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return {
    negative: written.startsWith('-') && digits !== '',
    digits,
    exponent: Number(power) - fraction.length + (all.length - digits.length),
  };
}

function sameDecimal(one: string, other: string): boolean {
  if (!isDecimalText(other)) return false;
  const a = readDecimal(one);
  const b = readDecimal(other);
  return a.digits === b.digits && a.negative === b.negative && (a.digits === '' || a.exponent === b.exponent);
}

const booleanTexts = new Map([
  ...['1', 't', 'true', 'y', 'yes', 'on'].map((word) => [word, 't'] as const),
  ...['0', 'f', 'false', 'n', 'no', 'off'].map((word) => [word, 'f'] as const),
]);

const boolean: Encode = (value) => {
  if (value === '') return reject('empty text');
  if (value instanceof Uint8Array) return reject('not a boolean');
  return booleanTexts.get(String(value).toLowerCase()) ?? reject('not a boolean');
};

const text: Encode = (value) => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return realAsText(value);
  if (typeof value !== 'string') return reject('bytes in a text column');
  return value.includes('\0') ? reject('NUL byte') : value;
};

/**
 * A REAL as PostgreSQL writes it, with an exponent from 15 digits on. An integral one keeps its point, as in
 * SQLite's own text of it, so that 1.0 and 1 stay two values.
 */
function realAsText(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  if (Number(exponent) >= 15 || Number(exponent) < -4) {
    return `${mantissa}e${exponent.replace(/\d+/, (digits) => digits.padStart(2, '0'))}`;
  }
  const written = doubleText(value);
  return /^-?\d+$/.test(written) ? `${written}.0` : written;
}

function varchar(length: number): Encode {
  return (value) => {
    const written = text(value);
    if (typeof written !== 'string' || written.length <= length) return written;
    return [...written].length > length ? reject('too long') : written;
  };
}

/** A text counts as its bytes in UTF-8; a number has none. */
const bytea: Encode = (value) => {
  if (typeof value === 'bigint' || typeof value === 'number') return reject('not bytes');
  return `\\x${Buffer.from(value).toString('hex')}`;
};

function asMoment(value: NonNullable<StoredValue>, order: DateOrder | undefined): Moment | Rejection {
  if (value instanceof Uint8Array) return reject('not a date');
  if (typeof value !== 'string') return momentOfNumber(value) ?? reject('not a date');
  if (value === '') return reject('empty text');
  const moment = momentOfText(value, order);
  if (moment === 'ambiguous') return reject('ambiguous date');
  if (moment === 'too fine') return reject('too precise');
  return moment ?? reject('not a date');
}

function date(order: DateOrder | undefined): Encode {
  return (value) => {
    const moment = asMoment(value, order);
    if ('rejected' in moment) return moment;
    const midnight = timeText(moment) === '00:00:00';
    const local = moment.offset === undefined || typeof value !== 'string';
    return midnight && local ? dateText(moment) : reject('too precise');
  };
}

function timestamp(order: DateOrder | undefined): Encode {
  return (value) => {
    const moment = asMoment(value, order);
    if ('rejected' in moment) return moment;
    if (moment.offset !== undefined && typeof value === 'string') return reject('too precise');
    return `${dateText(moment)} ${timeText(moment)}`;
  };
}

function timestamptz(order: DateOrder | undefined, timezone: string): Encode {
  return (value) => {
    const moment = asMoment(value, order);
    if ('rejected' in moment) return moment;
    return `${dateText(moment)} ${timeText(moment)} ${moment.offset ?? timezone}`;
  };
}

const time: Encode = (value) => {
  if (value === '') return reject('empty text');
  if (typeof value !== 'string') return reject('not a time');
  switch (timeOfDay(value)) {
    case 'kept':
      return value;
    case 'too fine':
      return reject('too precise');
    case undefined:
      return reject('not a time');
  }
};

const json: Encode = (value) => {
  if (typeof value !== 'string') return typeof value === 'bigint' ? value.toString() : reject('not JSON');
  // jsonb has no place for NUL (PostgreSQL manual, JSON Types), nor for half a surrogate pair.
  if (/\\u0000|\\ud[89ab]|\\ud[c-f]/i.test(value) && !surrogatesPair(value)) return reject('not JSON');
  try {
    JSON.parse(value);
    return losesAsJsonb(value) ? reject('more than jsonb keeps') : value;
  } catch {
    return reject('not JSON');
  }
};

function surrogatesPair(value: string): boolean {
  if (/\\u0000/i.test(value)) return false;
  const withoutPairs = value.replaceAll(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, '');
  return !/\\ud[89a-f]/i.test(withoutPairs);
}

/** In PostgreSQL's own spelling, so that two spellings of one number count as one key. */
const uuid: Encode = (value) => {
  if (value === '') return reject('empty text');
  const shape = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
  if (typeof value !== 'string' || !shape.test(value)) return reject('not a UUID');
  const digits = value.replaceAll('-', '').toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
