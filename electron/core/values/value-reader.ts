import { isUtf8 } from 'node:buffer';
import type { SourceTable } from '../../../shared/source.ts';
import { type StoredRows, storageClassOf, textLength } from '../source/stored-rows.ts';
import { affinityOf } from './affinity.ts';
import type { StoredValue } from './stored-value.ts';

/** A value with its row, whose key is asked for where it isn't taken. */
class ReadValue {
  readonly value: NonNullable<StoredValue>;
  readonly validText: boolean;
  private readonly rowid: number;

  constructor(rowid: number, value: NonNullable<StoredValue>, validText: boolean) {
    this.rowid = rowid;
    this.value = value;
    this.validText = validText;
  }

  get key(): string {
    return String(this.rowid);
  }
}

/**
 * What reads a column's value of the row that `rows` is at, as a query would give it.
 *
 * @throws RangeError when the table has no such column
 */
export function readerOf(rows: StoredRows, table: SourceTable, name: string): () => ReadValue | null {
  const index = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[index];
  if (column === undefined) throw new RangeError(`${table.name} has no column ${name}.`);
  if (table.primaryKey?.rowidAlias === true && table.primaryKey.columns[0] === name) {
    return () => new ReadValue(rows.rowid, BigInt(rows.rowid), true);
  }
  // SQLite keeps whole numbers of a REAL column as integers, and gives them back as REAL.
  const isReal = affinityOf(column.declaredType) === 'REAL';
  const integer = isReal ? () => Number(rows.integer(index)) : () => BigInt(rows.integer(index));
  return () => {
    const type = rows.types[index] ?? 0;
    switch (storageClassOf(type)) {
      case 'null':
        return null;
      case 'integer':
        return new ReadValue(rows.rowid, integer(), true);
      case 'real':
        return new ReadValue(rows.rowid, rows.real(index), true);
      case 'text':
        return readText(rows, index, textLength(type));
      case 'blob': {
        const start = rows.starts[index] ?? 0;
        // Copied, since the page that it lies in is read over.
        const bytes = Uint8Array.prototype.slice.call(rows.bytes, start, start + textLength(type));
        return new ReadValue(rows.rowid, bytes, true);
      }
    }
  };
}

function readText({ bytes, starts, rowid }: StoredRows, index: number, length: number): ReadValue {
  const start = starts[index] ?? 0;
  const end = start + length;
  for (let at = start; at < end; at += 1) {
    if ((bytes[at] ?? 0) > 127) {
      return new ReadValue(rowid, bytes.toString('utf8', start, end), isUtf8(bytes.subarray(start, end)));
    }
  }
  return new ReadValue(rowid, bytes.toString('latin1', start, end), true);
}
