/** A point on the calendar as its digits say, without a zone unless the digits name one. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 to 999 999. */
  readonly microsecond: number;
  /** `Z` or `±hh:mm` as found, when the text has one. */
  readonly offset?: string;
  /** True when there was no time of day. */
  readonly dateOnly: boolean;
}

/** The notations in which people's databases hold dates. */
export type MomentNotation =
  | 'iso date'
  | 'iso timestamp'
  | 'iso timestamp with offset'
  /** With the name of the zone behind the offset, and perhaps a second clock; of these the offset alone is kept. */
  | 'timestamp of Go'
  /** Of either, with a digit other than 0 beyond the six that PostgreSQL keeps of a second. */
  | 'finer than microseconds'
  | 'epoch seconds'
  | 'epoch milliseconds'
  | 'epoch microseconds'
  | 'julian day'
  | 'digits of a date'
  | 'digits of a date and time'
  | 'day first'
  | 'month first'
  | 'day or month first';

/**
 * ISO 8601, and what Go's time.Time.String writes: there the zone's own name stands behind the offset, `UTC`, `AST` or
 * `+03`, and for a time that was just taken the reading of a second clock, ` m=+0.000012`. The offset says it all.
 */
const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:(Z|z|[+-]\d\d(?::?\d\d)?)|([+-]\d{4}) (?:[A-Z]{1,5}|[+-]\d\d(?:\d\d)?)(?: m=[+-]\d+\.\d+)?)?)?$/;
const slashed = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/;
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6}(\d*))?)?$/;

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && leap ? 29 : (daysInMonth[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= length;
}

function microseconds(fraction = ''): number {
  return Number(fraction.padEnd(6, '0'));
}

/** How a text writes its date; undefined when it is none. `day or month first` when both readings are days. */
export function notationOfText(text: string): MomentNotation | undefined {
  const read = readIso(text);
  if (read) {
    if (read.moment === undefined) return undefined;
    if (read.moment === 'too fine') return 'finer than microseconds';
    if (read.ofGo) return 'timestamp of Go';
    if (read.moment.dateOnly) return 'iso date';
    return read.moment.offset === undefined ? 'iso timestamp' : 'iso timestamp with offset';
  }
  const parts = slashed.exec(text);
  if (!parts) return undefined;
  const dayFirst = momentOfSlashed(parts, 'day first') !== undefined;
  const monthFirst = momentOfSlashed(parts, 'month first') !== undefined;
  if (dayFirst && monthFirst) return 'day or month first';
  if (dayFirst) return 'day first';
  return monthFirst ? 'month first' : undefined;
}

/**
 * Reads a text as a date, with or without a time.
 *
 * @param order how to read 03/04/2026; without it such a text is `ambiguous`
 * @returns `too fine` when it says more of a second than microseconds
 */
export function momentOfText(
  text: string,
  order: 'day first' | 'month first' | undefined,
): Moment | 'ambiguous' | 'too fine' | undefined {
  const read = readIso(text);
  if (read) return read.moment;
  const parts = slashed.exec(text);
  if (!parts) return undefined;
  const notation = notationOfText(text);
  if (notation === 'day or month first') {
    const sameEitherWay = Number(parts[1]) === Number(parts[3]);
    return order === undefined && !sameEitherWay ? 'ambiguous' : momentOfSlashed(parts, order ?? 'day first');
  }
  if (notation !== 'day first' && notation !== 'month first') return undefined;
  return momentOfSlashed(parts, notation);
}

/** A text of ISO's shape; it is no moment where its parts are out of range. */
interface IsoText {
  readonly text: string;
  readonly ofGo: boolean;
  readonly moment: Moment | 'too fine' | undefined;
}

/** A look at a column asks first what a text is, and then what it says. */
let lastRead: IsoText | undefined;

function readIso(text: string): IsoText | undefined {
  if (text === lastRead?.text) return lastRead;
  const match = iso.exec(text);
  if (match === null) return undefined;
  lastRead = { text, ofGo: match[9] !== undefined, moment: momentOfIso(match) };
  return lastRead;
}

function momentOfIso(match: RegExpExecArray): Moment | 'too fine' | undefined {
  const [, year, month, day, hour, minute, second, digits, offset, offsetOfGo] = match;
  const fraction = digits?.slice(0, 6);
  const moment = assemble({
    date: [Number(year), Number(month), Number(day)],
    time: hour === undefined ? undefined : [Number(hour), Number(minute), Number(second ?? 0)],
    fraction,
    offset: offset ?? offsetOfGo,
  });
  return moment !== undefined && /[1-9]/.test(digits?.slice(6) ?? '') ? 'too fine' : moment;
}

function momentOfSlashed(match: RegExpExecArray, order: 'day first' | 'month first'): Moment | undefined {
  const [, first, , second, year, hour, minute, seconds, fraction] = match;
  const [day, month] = order === 'day first' ? [first, second] : [second, first];
  return assemble({
    date: [Number(year), Number(month), Number(day)],
    time: hour === undefined ? undefined : [Number(hour), Number(minute), Number(seconds ?? 0)],
    fraction,
    offset: undefined,
  });
}

interface Parts {
  readonly date: readonly [number, number, number];
  readonly time: readonly [number, number, number] | undefined;
  readonly fraction: string | undefined;
  readonly offset: string | undefined;
}

function assemble({ date: [year, month, day], time, fraction, offset }: Parts): Moment | undefined {
  if (!isCalendarDay(year, month, day)) return undefined;
  const microsecond = microseconds(fraction);
  const [hour, minute, second] = time ?? [0, 0, 0];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const moment = { year, month, day, hour, minute, second, microsecond, dateOnly: time === undefined };
  if (offset === undefined) return moment;
  const [, hours = '0', minutes = '0'] = /^[+-](\d\d):?(\d\d)?$/.exec(offset) ?? [];
  // PostgreSQL takes offsets below 16 hours (its manual, Date/Time Input).
  if (Number(hours) > 15 || Number(minutes) > 59) return undefined;
  return { ...moment, offset: offset.toUpperCase() };
}

/**
 * 20260131, or 20260131080000: SQLite makes a number of such a text in a column that is declared DATE. Counted from
 * 1970 these would be days of August 1970 or years after 2500, so the calendar of these two centuries goes first.
 */
function momentOfDigits(value: bigint | number): Moment | undefined {
  if (typeof value !== 'bigint') return undefined;
  const match = /^((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$/.exec(value.toString());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return assemble({
    date: [Number(year), Number(month), Number(day)],
    time: hour === undefined ? undefined : [Number(hour), Number(minute), Number(second)],
    fraction: undefined,
    offset: undefined,
  });
}

/**
 * How a number that stands for a time is meant, by its size: seconds reach to the year 5138, smaller
 * units start where that leaves off. A REAL in the range of Julian days of the years 1 to 9999 is one.
 */
export function notationOfNumber(value: bigint | number): MomentNotation | undefined {
  const digits = momentOfDigits(value);
  if (digits) return digits.dateOnly ? 'digits of a date' : 'digits of a date and time';
  if (typeof value === 'number' && value >= 1_721_425.5 && value <= 5_373_484.5) return 'julian day';
  const size = Math.abs(Number(value));
  if (size < 1e11) return 'epoch seconds';
  if (size < 1e14) return 'epoch milliseconds';
  if (size < 1e17) return 'epoch microseconds';
  return undefined;
}

const microsecondsPer = {
  'epoch seconds': 1_000_000,
  'epoch milliseconds': 1000,
  'epoch microseconds': 1,
} as const;

/** Reads a number as a point in time, in UTC; one whose digits are a date as what they say. */
export function momentOfNumber(value: bigint | number): Moment | undefined {
  const digits = momentOfDigits(value);
  if (digits) return digits;
  const notation = notationOfNumber(value);
  if (notation === 'julian day') {
    // SQLite keeps Julian days to the millisecond (Date And Time Functions, section 2).
    const milliseconds = Math.round((Number(value) - 2_440_587.5) * 86_400_000);
    return momentOfMicroseconds(BigInt(milliseconds) * 1000n);
  }
  if (
    notation !== 'epoch seconds' &&
    notation !== 'epoch milliseconds' &&
    notation !== 'epoch microseconds'
  ) {
    return undefined;
  }
  const unit = microsecondsPer[notation];
  if (typeof value === 'bigint') return momentOfMicroseconds(value * BigInt(unit));
  // Whole part and fraction apart: their product would pass 2^53.
  const whole = Math.floor(value);
  const fraction = Math.round((value - whole) * unit);
  return momentOfMicroseconds(BigInt(whole) * BigInt(unit) + BigInt(fraction));
}

function momentOfMicroseconds(total: bigint): Moment | undefined {
  const microsecond = Number(((total % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const date = new Date(Number((total - BigInt(microsecond)) / 1000n));
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) return undefined;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond,
    offset: 'Z',
    dateOnly: false,
  };
}

/** `YYYY-MM-DD`. */
export function dateText({ year, month, day }: Moment): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** `HH:MM:SS` with a fraction when there is one. */
export function timeText({ hour, minute, second, microsecond }: Moment): string {
  const clockText = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
  return microsecond === 0 ? clockText : `${clockText}.${String(microsecond).padStart(6, '0')}`;
}

function twoDigits(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}

/** What PostgreSQL's `time` makes of a text; undefined when it is no time of day. */
export function timeOfDay(text: string): 'kept' | 'too fine' | undefined {
  const match = clock.exec(text);
  if (match === null) return undefined;
  return /[1-9]/.test(match[1] ?? '') ? 'too fine' : 'kept';
}
