import { setImmediate } from 'node:timers/promises';
import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { RowFilter } from '../source/row-filter.ts';
import { openStoredRows } from '../source/stored-rows.ts';
import { mostTupleBytes, type Tuples, type TupleWriter, tupleWriter } from './binary-row.ts';
import type { CopyBlock, ReadInput } from './read-lines.ts';

/** Thrown where a value turns up that only the text form takes. */
export class NeedsText extends Error {
  override readonly name = 'NeedsText';
}

/** A message to the server; large enough that it is rarely waited for, small enough for the memory. */
const blockBytes = 2 ** 18;
const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Signature, flags, length of an extension; and the count that stands where a tuple's would. */
const header = Buffer.concat([signature, Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

/**
 * The rows of a table as COPY's binary format takes them, from the file's own pages. The server reads numbers and
 * moments in half the time that it takes for their digits.
 *
 * The file is opened when the first block is asked for, and closed with the generator: a copy that fails before it reads
 * leaves nothing open.
 *
 * @returns undefined for a table whose rows don't all arrive as they are stored
 * @throws NeedsText while the blocks are read, at once for a table that only SQLite can read
 */
export function readCopyBinary(input: ReadInput): AsyncGenerator<CopyBlock> | undefined {
  const { assessed, planned, filter, utf8 } = input;
  if (!utf8 || !arrivesWhole(filter, assessed.table)) return undefined;
  const write = tupleWriter(assessed, planned);
  return write && readBlocks(input, write);
}

function arrivesWhole(filter: RowFilter, table: SourceTable): boolean {
  const untouched = table.columns.every(({ name }) => filter.valueSql(table, name) === quoteName(name));
  return untouched && filter.keepSql(table) === 'TRUE';
}

async function* readBlocks(
  { db, assessed, planned, signal }: ReadInput,
  write: TupleWriter,
): AsyncGenerator<CopyBlock> {
  using rows = openStoredRows(db, 'UTF-8', assessed.table);
  if (rows === undefined) throw new NeedsText();
  yield { bytes: header, rows: 0 };
  let block = emptyBlock(blockBytes);
  let count = 0;
  let end = 0;
  let step = rows.next();
  for (; step === 'row'; step = rows.next()) {
    const most = mostTupleBytes(rows, planned.columns.length);
    if (end + most > block.bytes.length) {
      yield { bytes: block.bytes.subarray(0, end), rows: count };
      await setImmediate();
      signal.throwIfAborted();
      // The connection may not have sent the last one yet.
      block = emptyBlock(Math.max(blockBytes, most));
      count = 0;
      end = 0;
    }
    end = write(rows, block, end);
    if (end < 0) throw new NeedsText();
    count += 1;
  }
  if (step === 'unusual') throw new NeedsText();
  yield { bytes: block.bytes.subarray(0, end), rows: count };
  yield { bytes: trailer, rows: 0 };
}

function emptyBlock(size: number): Tuples {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size) };
}
