/** Shapes of text that PostgreSQL reads as they stand. */
export type IsoShape = 'date' | 'timestamp' | 'time';

const zero = 48;
const [hyphen, colon, point, blank, letterT] = ['-', ':', '.', ' ', 'T'].map((sign) => sign.charCodeAt(0));
export const dateLength = 10;
const clockLength = 8;
const mostFractionDigits = 6;

/**
 * Whether the bytes from `start` to `end` are a valid date, time of day, or date with or without one, in ISO's extended
 * form: years 0001 to 9999, no leap second, a fraction of at most six digits, no offset.
 */
export function isIso(shape: IsoShape, bytes: Uint8Array, start: number, end: number): boolean {
  switch (shape) {
    case 'date':
      return end - start === dateLength && isDate(bytes, start);
    case 'time':
      return isClock(bytes, start, end);
    case 'timestamp': {
      if (end - start < dateLength || !isDate(bytes, start)) return false;
      if (end - start === dateLength) return true;
      const separator = bytes[start + dateLength];
      return (separator === blank || separator === letterT) && isClock(bytes, start + dateLength + 1, end);
    }
  }
}

function isDate(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== hyphen || bytes[at + 7] !== hyphen) return false;
  const century = twoDigits(bytes, at);
  const yearOfCentury = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (century < 0 || yearOfCentury < 0 || century + yearOfCentury === 0) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month, century * 100 + yearOfCentury);
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(month: number, year: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (daysOfMonths[month - 1] ?? 0);
}

function isClock(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < clockLength || bytes[at + 2] !== colon || bytes[at + 5] !== colon) return false;
  const inRange =
    isBetween(twoDigits(bytes, at), 23) &&
    isBetween(twoDigits(bytes, at + 3), 59) &&
    isBetween(twoDigits(bytes, at + 6), 59);
  return inRange && (end - at === clockLength || isFraction(bytes, at + clockLength, end));
}

function isBetween(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

function isFraction(bytes: Uint8Array, at: number, end: number): boolean {
  const digits = end - at - 1;
  if (bytes[at] !== point || digits < 1 || digits > mostFractionDigits) return false;
  for (let place = at + 1; place < end; place += 1) if (!isDigit(bytes[place])) return false;
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= zero + 9;
}

/** 1 January 2000, from which PostgreSQL counts, by the days of the proleptic Gregorian calendar since 1 March of year 0. */
const epoch = daysSinceMarch(1999, 12, 1) + 31;

/** Days from 1 January 2000 to a date that `isIso` takes. */
export function daysOfIso(bytes: Uint8Array, at: number): number {
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  return daysSinceMarch(year, twoDigits(bytes, at + 5), twoDigits(bytes, at + 8)) - epoch;
}

/** Counted from March, a year's leap day is its last, and the months before it have 153 days in five. */
function daysSinceMarch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const monthsSinceMarch = (month + 9) % 12;
  return 365 * shifted + leapDays + Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1;
}

/** Whole seconds of a time of day that `isIso` takes. */
export function secondsOfIso(bytes: Uint8Array, at: number): number {
  return twoDigits(bytes, at) * 3600 + twoDigits(bytes, at + 3) * 60 + twoDigits(bytes, at + 6);
}

/** Microseconds of the fraction of a time of day that `isIso` takes, which ends at `end`. */
export function microsecondsOfIso(bytes: Uint8Array, at: number, end: number): number {
  let fraction = 0;
  for (let place = at + clockLength + 1; place <= at + clockLength + mostFractionDigits; place += 1) {
    fraction = fraction * 10 + (place < end ? (bytes[place] ?? zero) - zero : 0);
  }
  return fraction;
}

/** Negative when they aren't. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at];
  const ones = bytes[at + 1];
  if (tens === undefined || ones === undefined || !isDigit(tens) || !isDigit(ones)) return -1;
  return (tens - zero) * 10 + (ones - zero);
}
