import type { PlannedColumn } from '../../../shared/plan.ts';
import type { StoredRecords } from '../source/stored-records.ts';
import { escapes } from './copy-text.ts';
import type { TablePair } from './table-pairs.ts';

/**
 * Writes the current record as a line of COPY into `lines` from `at` on.
 *
 * @returns where the line ends; negative when it could be taken for the line of other values
 */
export type LineWriter = (records: StoredRecords, lines: Buffer, at: number) => number;

/** The most that a writer takes for the current record: a byte becomes at most three, the rowid sixteen. */
export function mostLineBytes({ size }: StoredRecords): number {
  return 3 * size + 20;
}

/** How a column's values are usually stored, and printed by the server. */
type Form = 'rowid' | 'integer' | 'boolean' | 'text' | 'timestamp' | 'time';

const forms: Readonly<Partial<Record<PlannedColumn['type']['name'], Form>>> = {
  bigint: 'integer',
  integer: 'integer',
  smallint: 'integer',
  boolean: 'boolean',
  text: 'text',
  varchar: 'text',
  date: 'text',
  uuid: 'text',
  timestamp: 'timestamp',
  time: 'time',
};

/**
 * Writes values in the form that an application usually gives them. A value in another form comes out as something
 * that the server prints for no value of the column. Numbers or bytes where text is expected, and the other way round,
 * could come out alike: such a row isn't written.
 *
 * The record is read here a second time, apart from the reading that the copy goes by, so that a fault of one shows.
 *
 * @param key place of the primary key, which is the rowid, among the columns
 * @returns undefined for a table that is planned with other columns than are stored, or with one of a type whose values
 * have several usual forms
 */
export function lineWriter({ table, planned }: TablePair, key: number): LineWriter | undefined {
  const columns: Form[] = [];
  for (const [index, { name, type }] of planned.columns.entries()) {
    const form = index === key ? 'rowid' : forms[type.name];
    if (form === undefined || table.columns[index]?.name !== name) return undefined;
    columns.push(form);
  }
  if (columns.length !== table.columns.length) return undefined;
  return (records, lines, start) => writeLine(columns, records, lines, start);
}

/** ASCII. */
const tab = 0x09;
const newline = 0x0a;
const blank = 0x20;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const capitalN = 0x4e;
const capitalT = 0x54;
const backslash = 0x5c;
const smallF = 0x66;
const smallT = 0x74;

const unwritten = -1;

/** A record is the length of its header, the kinds of its values, and the values ("Database File Format", section 2.1). */
function writeLine(forms: readonly Form[], records: StoredRecords, lines: Buffer, start: number): number {
  const { bytes, rowid } = records;
  const [headerSize, first] = varint(bytes, records.start);
  let kindAt = first;
  let valueAt = records.start + headerSize;
  const headerEnd = valueAt;
  let at = start;
  for (const form of forms) {
    if (kindAt >= headerEnd) return unwritten;
    let kind = bytes[kindAt] ?? 0;
    kindAt += 1;
    if (kind > 127) [kind, kindAt] = varint(bytes, kindAt - 1);
    const length = lengthOf(kind);
    at =
      form === 'rowid'
        ? writeNumber(rowid, lines, at)
        : writeValue(form, kind, bytes, valueAt, length, lines, at);
    if (at < 0) return at;
    lines[at] = tab;
    at += 1;
    valueAt += length;
  }
  lines[at - 1] = newline;
  return kindAt === headerEnd && valueAt === records.start + records.size ? at : unwritten;
}

/** A number of seven bits a byte, the highest first, and where it ends (section 1.6). */
function varint(bytes: Buffer, start: number): [value: number, end: number] {
  let value = 0;
  let at = start;
  for (let more = true; more; at += 1) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte % 128);
    more = byte > 127;
  }
  return [value, at];
}

const oneByteLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function lengthOf(kind: number): number {
  return kind < 12 ? (oneByteLengths[kind] ?? 0) : Math.floor((kind - 12) / 2);
}

function writeValue(
  form: Exclude<Form, 'rowid'>,
  kind: number,
  bytes: Buffer,
  start: number,
  length: number,
  lines: Buffer,
  at: number,
): number {
  if (kind === 0) {
    lines[at] = backslash;
    lines[at + 1] = capitalN;
    return at + 2;
  }
  const isText = kind > 12 && kind % 2 === 1;
  const isInteger = (kind < 7 && kind > 0) || kind === 8 || kind === 9;
  switch (form) {
    case 'integer':
      return isInteger ? writeInteger(kind, bytes, start, length, lines, at) : unwritten;
    case 'boolean':
      return kind === 8 || kind === 9 ? writeByte(kind === 9 ? smallT : smallF, lines, at) : unwritten;
    case 'text':
      return isText ? writeText(bytes, start, length, lines, at) : unwritten;
    case 'timestamp':
      return isText ? writeMoment(bytes, start, length, lines, at, 19) : unwritten;
    case 'time':
      return isText ? writeMoment(bytes, start, length, lines, at, 8) : unwritten;
  }
}

function writeByte(byte: number, lines: Buffer, at: number): number {
  lines[at] = byte;
  return at + 1;
}

/** Big-endian two's complement of one to eight bytes; 0 and 1 take none. */
function writeInteger(
  kind: number,
  bytes: Buffer,
  start: number,
  length: number,
  lines: Buffer,
  at: number,
): number {
  if (length === 0) return writeByte(kind === 9 ? zero + 1 : zero, lines, at);
  if (length > 6) return at + lines.write(bytes.readBigInt64BE(start).toString(), at, 'latin1');
  return writeNumber(bytes.readIntBE(start, length), lines, at);
}

const digits = new Uint8Array(20);

function writeNumber(value: number, lines: Buffer, start: number): number {
  let at = value < 0 ? writeByte(minus, lines, start) : start;
  let rest = Math.abs(value);
  let count = 0;
  do {
    const tenth = Math.floor(rest / 10);
    digits[count] = rest - tenth * 10;
    count += 1;
    rest = tenth;
  } while (rest > 0);
  while (count > 0) {
    count -= 1;
    at = writeByte(zero + (digits[count] ?? 0), lines, at);
  }
  return at;
}

/** The letter that stands behind a backslash for a byte that COPY escapes; 0 for the others. */
const escapeLetters = new Uint8Array(256);
for (const [original, escaped] of escapes) escapeLetters[original.charCodeAt(0)] = escaped.charCodeAt(1);

function writeText(bytes: Buffer, start: number, length: number, lines: Buffer, lineAt: number): number {
  let at = lineAt;
  for (let place = start; place < start + length; place += 1) {
    const byte = bytes[place] ?? 0;
    const letter = escapeLetters[byte] ?? 0;
    if (letter > 0) {
      lines[at] = backslash;
      lines[at + 1] = letter;
      at += 2;
    } else {
      lines[at] = byte;
      at += 1;
    }
  }
  return at;
}

/** The server puts a blank between date and time of day, and leaves out the zeros that end a fraction. */
function writeMoment(
  bytes: Buffer,
  start: number,
  length: number,
  lines: Buffer,
  at: number,
  wholeLength: number,
): number {
  let end = writeText(bytes, start, length, lines, at);
  if (wholeLength === 19 && lines[at + 10] === capitalT) lines[at + 10] = blank;
  if (end <= at + wholeLength || lines[at + wholeLength] !== point) return end;
  while (lines[end - 1] === zero) end -= 1;
  return end === at + wholeLength + 1 ? end - 1 : end;
}
