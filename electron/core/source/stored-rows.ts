import type { Database } from 'better-sqlite3';
import type { Encoding, SourceTable } from '../../../shared/source.ts';
import { openStoredRecords, type Step, type StoredRecords } from './stored-records.ts';

/** What a value is, by its serial type ("Database File Format", section 2.1). */
export type StorageClass = 'null' | 'integer' | 'real' | 'text' | 'blob';

/**
 * Opens a table of a snapshot for reading its values from the file's pages. It is several times as fast as asking
 * SQLite for each value.
 *
 * @returns undefined for a table that only SQLite can read
 */
export function openStoredRows(db: Database, encoding: Encoding, table: SourceTable): StoredRows | undefined {
  const records = openStoredRecords(db, encoding, table);
  return records && new StoredRows(records, table);
}

/**
 * The rows of a table, one at a time: `next` goes to a row, whose values then lie in `bytes`, each where `starts` says
 * and of the kind that `types` says ("Database File Format", section 2.1).
 */
export class StoredRows implements Disposable {
  /** Serial type of each column. */
  readonly types: Int32Array;
  /** Place of each column's value in `bytes`. */
  readonly starts: Int32Array;

  private readonly records: StoredRecords;
  private readonly columns: number;
  /** Columns from here on were added when the table had rows, and have no default. */
  private readonly mayLack: number;

  constructor(records: StoredRecords, { columns }: SourceTable) {
    this.records = records;
    this.columns = columns.length;
    this.mayLack = columns.findLastIndex((column) => column.default !== undefined) + 1;
    this.types = new Int32Array(columns.length);
    this.starts = new Int32Array(columns.length);
  }

  /** What holds the current row. */
  get bytes(): Buffer {
    return this.records.bytes;
  }

  get rowid(): number {
    return this.records.rowid;
  }

  /** Bytes of the current row's record. */
  get size(): number {
    return this.records.size;
  }

  /** Goes to the next row. */
  next(): Step {
    const step = this.records.next();
    return step === 'row' && !this.readHeader() ? 'unusual' : step;
  }

  /** Exact: a number where that holds it, a bigint beyond. */
  integer(column: number): number | bigint {
    const start = this.starts[column] ?? 0;
    switch (this.types[column]) {
      case 1:
        return this.bytes.readInt8(start);
      case 2:
        return this.bytes.readInt16BE(start);
      case 3:
        return this.bytes.readIntBE(start, 3);
      case 4:
        return this.bytes.readInt32BE(start);
      case 5:
        return this.bytes.readIntBE(start, 6);
      case 6: {
        const value = this.bytes.readBigInt64BE(start);
        const nearest = Number(value);
        return Number.isSafeInteger(nearest) ? nearest : value;
      }
      case 9:
        return 1;
      default:
        return 0;
    }
  }

  real(column: number): number {
    return this.bytes.readDoubleBE(this.starts[column] ?? 0);
  }

  [Symbol.dispose](): void {
    this.records[Symbol.dispose]();
  }

  /** Reads the header of a record: where each value lies, and what it is. */
  private readHeader(): boolean {
    const { types, starts } = this;
    const { bytes, start, size } = this.records;
    let at = start;
    let headerLength = bytes[at++] ?? 0;
    if (headerLength > 127) headerLength = (headerLength & 127) * 128 + (bytes[at++] ?? 0);
    const headerEnd = start + headerLength;
    let valueAt = headerEnd;
    let column = 0;
    while (at < headerEnd) {
      let type = bytes[at++] ?? 0;
      if (type > 127) {
        type &= 127;
        let byte = 0;
        do {
          byte = bytes[at++] ?? 0;
          type = type * 128 + (byte & 127);
        } while (byte > 127 && at < headerEnd);
      }
      if (column === this.columns || type === 10 || type === 11) return false;
      types[column] = type;
      starts[column] = valueAt;
      valueAt += type > 11 ? textLength(type) : (fixedLengths[type] ?? 0);
      column += 1;
    }
    if (valueAt !== start + size || at !== headerEnd || column < this.mayLack) return false;
    types.fill(0, column);
    return true;
  }
}

/** Bytes of a text or a blob. */
export function textLength(type: number): number {
  return (type - 12) >> 1;
}

/** Bytes of the values whose serial type tells it all. */
const fixedLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

export function storageClassOf(type: number): StorageClass {
  if (type > 11) return type % 2 === 0 ? 'blob' : 'text';
  if (type === 0) return 'null';
  return type === 7 ? 'real' : 'integer';
}
