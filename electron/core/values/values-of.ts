import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Encoding, SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import { isText } from '../source/text-bytes.ts';
import type { StoredValue } from './stored-value.ts';

/** One value that isn't NULL, with the key of its row as text. */
export interface KeyedValue {
  readonly key: string;
  readonly value: NonNullable<StoredValue>;
  /** False for a text whose bytes are none in the file's encoding; `value` then is what could be read of it. */
  readonly validText: boolean;
}

const blockRows = 2_000;

/** Registers `rollcall_is_text(bytes)` on a connection. */
function registerTextCheck(db: Database, encoding: Encoding): void {
  db.function('rollcall_is_text', { deterministic: true }, (bytes: unknown) =>
    bytes instanceof Uint8Array && isText(bytes, encoding) ? 1 : 0,
  );
}

/**
 * Reads the values of one column block by block, NULLs left out: for the few columns whose content the aggregates
 * left in doubt.
 */
export async function* valuesOf(
  db: Database,
  table: SourceTable,
  column: string,
  options: { encoding: Encoding; signal: AbortSignal },
): AsyncGenerator<KeyedValue[]> {
  registerTextCheck(db, options.encoding);
  const name = quoteName(column);
  const valid = `typeof(${name}) <> 'text' OR rollcall_is_text(CAST(${name} AS BLOB))`;
  const select = `SELECT CAST(${rowKeySql(table)} AS TEXT), ${name}, ${valid} FROM ${quoteName(table.name)}`;
  for (const block of blocks(db, table, blockRows)) {
    const rows = db
      .prepare<unknown[], [string, NonNullable<StoredValue>, bigint]>(
        `${select} WHERE (${block.where}) AND ${name} IS NOT NULL`,
      )
      .raw()
      .safeIntegers()
      .all(...block.params);
    yield rows.map(([key, value, validText]) => ({ key, value, validText: validText === 1n }));
    await setImmediate();
    options.signal.throwIfAborted();
  }
}
