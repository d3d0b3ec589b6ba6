import type { TargetType } from '../../../shared/plan.ts';
import { readDecimal } from './encode.ts';
import { instantOfClock } from './instant.ts';

/**
 * A text that two encoded values of a type have in common exactly where a unique key of the target takes them for
 * one: 1.10 and 1.1 as numbers, 08:00 in Doha and 05:00 in UTC as points in time.
 */
export function comparedText(type: TargetType['name'], encoded: string): string {
  switch (type) {
    case 'double precision':
      return String(Number(encoded));
    case 'numeric':
    case 'decimal':
      return decimalText(encoded);
    case 'time':
      return clockText(encoded);
    case 'timestamptz': {
      const [date = '', time = '', zone = ''] = encoded.split(' ');
      return instantOfClock(date, time, zone);
    }
    case 'jsonb':
      return jsonText(encoded);
    default:
      return encoded;
  }
}

function decimalText(written: string): string {
  const { negative, digits, exponent } = readDecimal(written);
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits}e${exponent}`;
}

function clockText(written: string): string {
  const [clock = '', fraction = ''] = written.split('.');
  return `${clock.padEnd(8, ':00')}.${fraction.replace(/0+$/, '')}`;
}

/** A number as it stands in the text; a JavaScript number would lose digits. */
class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Members in one order, the last of those with one name, numbers by their value (PostgreSQL manual, jsonb). */
function jsonText(written: string): string {
  const parsed: unknown = JSON.parse(written, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value,
  );
  return printJson(parsed);
}

function printJson(value: unknown): string {
  if (value instanceof JsonNumber) return decimalText(value.text);
  if (Array.isArray(value)) return `[${value.map(printJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${printJson(member)}`,
  );
  return `{${members.toSorted().join()}}`;
}
