import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { StoredValue } from './stored-value.ts';

/** One value that isn't NULL, with the key of its row as text. */
export interface KeyedValue {
  readonly key: string;
  readonly value: NonNullable<StoredValue>;
  /** False for a text whose bytes aren't valid UTF-8; `value` then is what could be read of it. */
  readonly validText: boolean;
}

const blockRows = 2_000;

/** Registers `rollcall_is_utf8(bytes)` on a connection. */
function registerUtf8Check(db: Database): void {
  db.function('rollcall_is_utf8', { deterministic: true }, (bytes: unknown) =>
    bytes instanceof Uint8Array && isUtf8(bytes) ? 1 : 0,
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
  options: { utf8: boolean; signal: AbortSignal },
): AsyncGenerator<KeyedValue[]> {
  registerUtf8Check(db);
  const name = quoteName(column);
  const valid = options.utf8 ? `typeof(${name}) <> 'text' OR rollcall_is_utf8(CAST(${name} AS BLOB))` : '1';
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
