import type { PlannedColumn } from '../../../shared/plan.ts';
import { canonicalJson } from './canonical-json.ts';
import { canonicalDate, canonicalInstant, canonicalTime, canonicalTimestamp } from './canonical-moment.ts';
import {
  canonicalDecimal,
  canonicalFloat,
  canonicalInteger,
  canonicalNumeric,
  floatText,
} from './canonical-number.ts';
import type { Cell } from './cell.ts';

/**
 * Reads a value of the source, other than NULL, as a value of the target: gives the text that the server
 * prints for it, or undefined when the value has no place in the type. This is a reading of the plan that
 * shares nothing with the way the values were copied.
 */
export type Canonical = (cell: Cell) => string | undefined;

/** @param zone IANA name of the zone in which naive texts of a timestamptz are read */
export function canonicalFor(column: PlannedColumn, zone: string | undefined): Canonical {
  const { type, dateOrder } = column;
  switch (type.name) {
    case 'bigint':
    case 'integer':
    case 'smallint':
      return canonicalInteger;
    case 'double precision':
      return canonicalFloat;
    case 'numeric':
      return canonicalNumeric;
    case 'decimal':
      return (cell) => canonicalDecimal(cell, type.scale);
    case 'boolean':
      return canonicalBoolean;
    case 'text':
    case 'varchar':
      return canonicalText;
    case 'bytea':
      return canonicalBytes;
    case 'date':
      return (cell) => canonicalDate(cell, dateOrder);
    case 'time':
      return canonicalTime;
    case 'timestamp':
      return (cell) => canonicalTimestamp(cell, dateOrder);
    case 'timestamptz':
      return (cell) => canonicalInstant(cell, dateOrder, zone ?? 'UTC');
    case 'jsonb':
      return canonicalJsonCell;
    case 'uuid':
      return canonicalUuid;
  }
}

const booleans = new Map<string, 't' | 'f'>([
  ...['1', 't', 'true', 'y', 'yes', 'on'].map((word) => [word, 't'] as const),
  ...['0', 'f', 'false', 'n', 'no', 'off'].map((word) => [word, 'f'] as const),
]);

function canonicalBoolean(cell: Cell): string | undefined {
  if (typeof cell === 'bigint' || typeof cell === 'number') return booleans.get(String(cell));
  return typeof cell === 'string' ? booleans.get(cell.trim().toLowerCase()) : undefined;
}

/** A whole REAL keeps its point, as SQLite itself shows it. */
function canonicalText(cell: Cell): string | undefined {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell !== 'number') return undefined;
  const text = floatText(cell);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Text in a BLOB column counts as its bytes in UTF-8. */
function canonicalBytes(cell: Cell): string | undefined {
  if (typeof cell === 'string') return `\\x${Buffer.from(cell).toString('hex')}`;
  return Buffer.isBuffer(cell) ? `\\x${cell.toString('hex')}` : undefined;
}

function canonicalJsonCell(cell: Cell): string | undefined {
  if (typeof cell === 'string') return canonicalJson(cell);
  return typeof cell === 'bigint' || typeof cell === 'number' ? canonicalJson(String(cell)) : undefined;
}

function canonicalUuid(cell: Cell): string | undefined {
  const digits = Buffer.isBuffer(cell)
    ? cell.toString('hex')
    : typeof cell === 'string'
      ? cell
          .trim()
          .replace(/^\{(.*)\}$/, '$1')
          .replaceAll('-', '')
          .toLowerCase()
      : '';
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
