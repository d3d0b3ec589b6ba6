import type { PlannedTable, TargetType } from '../../../shared/plan.ts';
import { type StoredRows, storageClassOf, textLength } from '../source/stored-rows.ts';
import type { AssessedColumn, AssessedTable } from '../values/assessed.ts';
import { dateLength, daysOfIso, microsecondsOfIso, secondsOfIso } from '../values/iso-text.ts';
import { copiedColumns } from './copy-sql.ts';

/**
 * Writes the current row as a tuple of COPY's binary format (PostgreSQL manual, COPY, "Binary Format") into `tuples`
 * from `at` on.
 *
 * @returns where it ends; negative when some value isn't of the storage class that its column's type stands for
 */
export type TupleWriter = (rows: StoredRows, tuples: Tuples, at: number) => number;

/** One memory, seen as bytes and as numbers. */
export interface Tuples {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** The most that a tuple takes: its count of fields, and for each a length and what eight bytes its value may grow by. */
export function mostTupleBytes({ size }: StoredRows, fields: number): number {
  return 2 + 12 * fields + size;
}

/** What a type's values look like (the *recv functions of src/backend/utils/adt). */
type Form =
  | 'int2'
  | 'int4'
  | 'int8'
  | 'bool'
  | 'float8'
  | 'bytes of text'
  | 'bytes'
  | 'date'
  | 'time'
  | 'timestamp';

const forms: Readonly<Partial<Record<TargetType['name'], Form>>> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  boolean: 'bool',
  'double precision': 'float8',
  text: 'bytes of text',
  varchar: 'bytes of text',
  bytea: 'bytes',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
};

interface WrittenColumn {
  readonly form: Form;
  /** Among the stored columns; the rowid isn't one. */
  readonly place: number | 'rowid';
}

/**
 * @returns undefined for a table with a column whose values have to pass the encoder, or of a type whose binary form
 * isn't the stored value's own
 */
export function tupleWriter(assessed: AssessedTable, planned: PlannedTable): TupleWriter | undefined {
  const { primaryKey } = assessed.table;
  const columns: WrittenColumn[] = [];
  for (const name of copiedColumns(planned)) {
    const place = assessed.columns.findIndex(({ column }) => column.name === name);
    const column = assessed.columns[place];
    const type = planned.columns.find((other) => other.name === name)?.type;
    const form = column && type && formOf(column, type);
    if (form === undefined) return undefined;
    const isRowid = primaryKey?.rowidAlias === true && primaryKey.columns[0] === name;
    columns.push({ form, place: isRowid ? 'rowid' : place });
  }
  return (rows, tuples, start) => {
    tuples.view.setInt16(start, columns.length);
    let at = start + 2;
    for (const { form, place } of columns) {
      at =
        place === 'rowid'
          ? writeInteger(form, rows.rowid, tuples, at)
          : writeField(form, place, rows, tuples, at);
      if (at < 0) return at;
    }
    return at;
  };
}

/** The bytes of a REAL are a float8's own; only its digits have to pass the encoder. */
function formOf({ reading, route }: AssessedColumn, type: TargetType): Form | undefined {
  const fits = reading.type.name === type.name && (route !== 'by value' || type.name === 'double precision');
  return fits ? forms[type.name] : undefined;
}

const unwritten = -1;
const nullLength = -1;

function writeField(form: Form, column: number, rows: StoredRows, tuples: Tuples, at: number): number {
  switch (storageClassOf(rows.types[column] ?? 0)) {
    case 'null':
      tuples.view.setInt32(at, nullLength);
      return at + 4;
    case 'integer':
      return writeInteger(form, rows.integer(column), tuples, at);
    case 'real':
      return form === 'float8' ? writeFloat(rows.real(column), tuples.view, at) : unwritten;
    case 'text':
      return writeText(form, column, rows, tuples, at);
    case 'blob':
      return form === 'bytes' ? writeBytes(column, rows, tuples, at) : unwritten;
  }
}

function writeInteger(form: Form, value: number | bigint, { view }: Tuples, at: number): number {
  switch (form) {
    case 'int2':
      if (value < -(2 ** 15) || value >= 2 ** 15) return unwritten;
      view.setInt32(at, 2);
      view.setInt16(at + 4, Number(value));
      return at + 6;
    case 'int4':
      if (value < -(2 ** 31) || value >= 2 ** 31) return unwritten;
      view.setInt32(at, 4);
      view.setInt32(at + 4, Number(value));
      return at + 8;
    case 'int8':
      view.setInt32(at, 8);
      view.setBigInt64(at + 4, BigInt(value));
      return at + 12;
    case 'bool':
      if (value !== 0 && value !== 1) return unwritten;
      view.setInt32(at, 1);
      view.setUint8(at + 4, value);
      return at + 5;
    case 'float8':
      // SQLite keeps a whole REAL as an integer. Beyond 2^53 a float8 doesn't hold every one.
      return typeof value === 'number' ? writeFloat(value, view, at) : unwritten;
    default:
      return unwritten;
  }
}

function writeFloat(value: number, view: DataView, at: number): number {
  view.setInt32(at, 8);
  view.setFloat64(at + 4, value);
  return at + 12;
}

/** Moments are counted from the beginning of 2000 (src/include/datatype/timestamp.h). */
function writeText(form: Form, column: number, rows: StoredRows, tuples: Tuples, at: number): number {
  const { view } = tuples;
  const { bytes, starts, types } = rows;
  const start = starts[column] ?? 0;
  const end = start + textLength(types[column] ?? 0);
  switch (form) {
    case 'bytes of text':
      return writeBytes(column, rows, tuples, at);
    case 'date':
      view.setInt32(at, 4);
      view.setInt32(at + 4, daysOfIso(bytes, start));
      return at + 8;
    case 'time':
      return writeMicroseconds(secondsOfIso(bytes, start), microsecondsOfIso(bytes, start, end), view, at);
    case 'timestamp': {
      const days = daysOfIso(bytes, start);
      const clock = start + dateLength + 1;
      if (clock > end) return writeMicroseconds(days * secondsPerDay, 0, view, at);
      const seconds = days * secondsPerDay + secondsOfIso(bytes, clock);
      return writeMicroseconds(seconds, microsecondsOfIso(bytes, clock, end), view, at);
    }
    default:
      return unwritten;
  }
}

const secondsPerDay = 86_400;
/** Up to here a loop is quicker than the call that copies. */
const shortBytes = 64;

/** A million is 15,625 times 64: the product with the first is exact, and shifted by six bits for the second. */
function writeMicroseconds(seconds: number, fraction: number, view: DataView, at: number): number {
  const shifted = seconds * 15_625;
  const high = Math.floor(shifted / 2 ** 26);
  const low = (shifted - high * 2 ** 26) * 64 + fraction;
  const carry = low >= 2 ** 32 ? 1 : 0;
  view.setInt32(at, 8);
  view.setInt32(at + 4, high + carry);
  view.setUint32(at + 8, low - carry * 2 ** 32);
  return at + 12;
}

function writeBytes(
  column: number,
  { bytes, starts, types }: StoredRows,
  tuples: Tuples,
  at: number,
): number {
  const start = starts[column] ?? 0;
  const length = textLength(types[column] ?? 0);
  tuples.view.setInt32(at, length);
  if (length > shortBytes) bytes.copy(tuples.bytes, at + 4, start, start + length);
  else
    for (let place = 0; place < length; place += 1) tuples.bytes[at + 4 + place] = bytes[start + place] ?? 0;
  return at + 4 + length;
}
