import type { DateOrder } from '../../../shared/plan.ts';
import { type Fields, fieldsOf, isDate, isTime, microsecondsOf } from './calendar.ts';
import type { Cell } from './cell.ts';
import { instantOf } from './zone.ts';

/** A date and time read from the source, before it is known what the target makes of it. */
interface Moment {
  readonly fields: Fields;
  /** Of its own text, in minutes east of Greenwich; absent when the text has none. */
  readonly offsetMinutes?: number;
}

/** The last part is the zone's name and the second clock's reading that Go writes behind an offset (package time, Time.String). */
const isoShape =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ Tt]+(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:\s*([Zz]|[+-]\d\d(?::?\d\d)?)(?: [A-Z+-][A-Z\d]*(?: m=[+-][\d.]+)?)?)?)?$/;
const dayMonthShape = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?$/;
const timeShape = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;
/** The commonest texts by far, which are the server's own but for the T and zeros at the end. */
const plainShape =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/;
const plainDate = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

/** `YYYY-MM-DD`; a time of day that isn't midnight has no place in it. */
export function canonicalDate(cell: Cell, order: DateOrder | undefined): string | undefined {
  if (typeof cell === 'string' && plainDate.test(cell)) return cell;
  const moment = momentOf(cell, order);
  if (moment === undefined) return undefined;
  const { hour, minute, second, microsecond } = moment.fields;
  return hour + minute + second + microsecond === 0 ? dateText(moment.fields) : undefined;
}

/** `HH:MM:SS[.ffffff]`. */
export function canonicalTime(cell: Cell): string | undefined {
  const match = typeof cell === 'string' ? timeShape.exec(cell.trim()) : null;
  if (match === null) return undefined;
  const fields = timeFields(match[1], match[2], match[3], match[4]);
  return fields === undefined ? undefined : timeText({ year: 1, month: 1, day: 1, ...fields });
}

/** `YYYY-MM-DD HH:MM:SS[.ffffff]`; what carries an offset or counts from an epoch is told in UTC. */
export function canonicalTimestamp(cell: Cell, order: DateOrder | undefined): string | undefined {
  if (typeof cell === 'string' && plainShape.test(cell)) return plainTimestamp(cell);
  const moment = momentOf(cell, order);
  if (moment === undefined) return undefined;
  if (moment.offsetMinutes === undefined) return timestampText(moment.fields);
  return timestampText(fieldsOf(microsecondsOf(moment.fields) - offsetMicroseconds(moment.offsetMinutes)));
}

/** The instant in UTC, as the server prints it when its TimeZone is UTC; naive texts are read in `zone`. */
export function canonicalInstant(cell: Cell, order: DateOrder | undefined, zone: string): string | undefined {
  if (typeof cell === 'string' && plainShape.test(cell)) {
    const minute = minuteInUtc(zone, cell.slice(0, 16));
    if (minute !== undefined) return `${minute}${plainTimestamp(cell).slice(16)}+00`;
  }
  return readInstant(cell, order, zone);
}

function readInstant(cell: Cell, order: DateOrder | undefined, zone: string): string | undefined {
  const moment = momentOf(cell, order);
  if (moment === undefined) return undefined;
  const local = microsecondsOf(moment.fields);
  const instant =
    moment.offsetMinutes === undefined
      ? instantOf(local, zone)
      : local - offsetMicroseconds(moment.offsetMinutes);
  return `${timestampText(fieldsOf(instant))}+00`;
}

/** By zone, and by the minute on its clock: the minute in UTC, empty when the seconds differ as well. */
const minutes = new Map<string, Map<string, string>>();
const mostMinutes = 20_000;

/** Rows of one table are often of the same minute; it is worked out once. */
function minuteInUtc(zone: string, minute: string): string | undefined {
  const ofZone = minutes.get(zone) ?? new Map<string, string>();
  minutes.set(zone, ofZone);
  const known = ofZone.get(minute);
  if (known !== undefined) return known || undefined;
  if (ofZone.size >= mostMinutes) ofZone.clear();
  const first = readInstant(`${minute}:00`, undefined, zone);
  const last = readInstant(`${minute}:59`, undefined, zone);
  const whole = first?.slice(0, 16) ?? '';
  const even = first === `${whole}:00+00` && last === `${whole}:59+00`;
  ofZone.set(minute, even ? whole : '');
  return even ? whole : undefined;
}

function momentOf(cell: Cell, order: DateOrder | undefined): Moment | undefined {
  if (typeof cell === 'bigint') return momentOfInteger(cell);
  if (typeof cell === 'number') return isJulian(cell) ? momentOfJulian(cell) : momentOfNumber(cell);
  if (typeof cell !== 'string') return undefined;
  const text = cell.trim();
  return momentOfIso(text) ?? momentOfDayMonth(text, order);
}

function momentOfIso(text: string): Moment | undefined {
  const match = isoShape.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const date = dateFields(Number(year), Number(month), Number(day));
  const time = timeFields(hour, minute, second, fraction);
  if (date === undefined || time === undefined) return undefined;
  const fields = { ...date, ...time };
  if (offset === undefined) return { fields };
  const offsetMinutes = minutesOfOffset(offset);
  return offsetMinutes === undefined ? undefined : { fields, offsetMinutes };
}

/** Where its own digits don't tell day from month, the plan's order does. */
function momentOfDayMonth(text: string, order: DateOrder | undefined): Moment | undefined {
  const match = dayMonthShape.exec(text);
  if (match === null) return undefined;
  const [, first, , second, year, hour, minute, seconds, fraction] = match;
  const dayFirst = isDayFirst(Number(first), Number(second), order);
  const time = timeFields(hour?.padStart(2, '0'), minute, seconds, fraction);
  if (dayFirst === undefined || time === undefined) return undefined;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  const date = dateFields(Number(year), Number(month), Number(day));
  return date === undefined ? undefined : { fields: { ...date, ...time } };
}

function isDayFirst(first: number, second: number, order: DateOrder | undefined): boolean | undefined {
  if (first > 12 || first === second) return true;
  if (second > 12) return false;
  return order === undefined ? undefined : order === 'day first';
}

/**
 * The digits of a day of the 20th or 21st century, with or without its time of day, say that day. Others are seconds,
 * milliseconds or microseconds since 1970 by size: the three don't overlap between 1973 and 5138.
 */
function momentOfInteger(value: bigint): Moment | undefined {
  const day = value < 10n ** 8n ? value : value / 1_000_000n;
  const clock = value < 10n ** 8n ? 0n : value % 1_000_000n;
  if (day >= 19_000_101n && day <= 20_991_231n) {
    const date = dateFields(Number(day / 10_000n), Number((day / 100n) % 100n), Number(day % 100n));
    const [hour, minute, second] = [clock / 10_000n, (clock / 100n) % 100n, clock % 100n].map((part) =>
      part.toString().padStart(2, '0'),
    );
    const time = timeFields(hour, minute, second, undefined);
    if (date && time) return { fields: { ...date, ...time } };
  }
  const size = value < 0n ? -value : value;
  if (size < 10n ** 11n) return momentOfInstant(value * 1_000_000n);
  if (size < 10n ** 14n) return momentOfInstant(value * 1000n);
  return size < 10n ** 17n ? momentOfInstant(value) : undefined;
}

/** The same for a number with a fraction. */
function momentOfNumber(value: number): Moment | undefined {
  const size = Math.abs(value);
  if (size < 1e11) {
    const seconds = Math.floor(value);
    return momentOfInstant(BigInt(seconds) * 1_000_000n + BigInt(Math.round((value - seconds) * 1e6)));
  }
  if (size < 1e14) {
    const milliseconds = Math.floor(value);
    return momentOfInstant(BigInt(milliseconds) * 1000n + BigInt(Math.round((value - milliseconds) * 1e3)));
  }
  return size < 1e17 ? momentOfInstant(BigInt(Math.round(value))) : undefined;
}

/** Julian day numbers of the years 1 to 9999, in which SQLite's own date functions write REAL dates. */
function isJulian(value: number): boolean {
  return value >= 1_721_425.5 && value < 5_373_484.5;
}

/** Rounded to the millisecond as SQLite does it (src/date.c, iJD); day 2440587.5 is 1970-01-01. */
function momentOfJulian(days: number): Moment | undefined {
  const milliseconds = Math.floor(days * 86_400_000 + 0.5) - 210_866_760_000_000;
  return momentOfInstant(BigInt(milliseconds) * 1000n);
}

function momentOfInstant(microseconds: bigint): Moment | undefined {
  const fields = fieldsOf(microseconds);
  return fields.year >= 1 && fields.year <= 9999 ? { fields, offsetMinutes: 0 } : undefined;
}

function dateFields(year: number, month: number, day: number) {
  return isDate(year, month, day) ? { year, month, day } : undefined;
}

/** Midnight when there is no time; nothing when it is finer than the target's microseconds. */
function timeFields(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
) {
  const digits = (fraction ?? '').replace(/0+$/, '');
  const time = { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0) };
  if (digits.length > 6 || !isTime(time.hour, time.minute, time.second)) return undefined;
  return { ...time, microsecond: Number(digits.padEnd(6, '0')) };
}

function minutesOfOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || '0');
  if (hours > 15 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function offsetMicroseconds(minutes: number): bigint {
  return BigInt(minutes) * 60_000_000n;
}

function plainTimestamp(text: string): string {
  const spaced = text.charAt(10) === 'T' ? text.replace('T', ' ') : text;
  if (spaced.length === 19) return spaced;
  return spaced.endsWith('.000000') ? spaced.slice(0, 19) : spaced.replace(/\.?0+$/, '');
}

function timestampText(fields: Fields): string {
  return `${dateText(fields)} ${timeText(fields)}`;
}

function dateText({ year, month, day }: Fields): string {
  return `${year.toString().padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function timeText({ hour, minute, second, microsecond }: Fields): string {
  const fraction = microsecond.toString().padStart(6, '0').replace(/0+$/, '');
  return `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}
