import { isUtf8 } from 'node:buffer';
import type { Database } from 'better-sqlite3';
import type { QuarantineEntry } from '../../../shared/run.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { StoredValue } from '../values/stored-value.ts';

/**
 * Reads whole rows of a table as JSON can hold them: bytes in base64, integers beyond 2^53 and numbers that JSON
 * lacks as text. A text that isn't valid is kept by its bytes, because its characters can't be told.
 */
export function rowReader(
  db: Database,
  table: SourceTable,
): (key: bigint | string) => QuarantineEntry['row'] | undefined {
  const utf8 = db.pragma('encoding', { simple: true }) === 'UTF-8';
  const select = table.columns.flatMap(({ name }) => {
    const column = quoteName(name);
    return [column, `CASE WHEN typeof(${column}) = 'text' THEN CAST(${column} AS BLOB) END`];
  });
  const statement = db
    .prepare<unknown[], StoredValue[]>(
      `SELECT ${select.join(', ')} FROM ${quoteName(table.name)} WHERE ${rowKeySql(table)} = ?`,
    )
    .raw()
    .safeIntegers();
  return (key) => {
    const values = statement.get(key);
    if (!values) return undefined;
    return Object.fromEntries(
      table.columns.map(({ name }, position) => {
        const bytes = values[2 * position + 1];
        const broken = utf8 && bytes instanceof Uint8Array && !isUtf8(bytes);
        return [name, jsonValue(broken ? bytes : (values[2 * position] ?? null))];
      }),
    );
  };
}

function jsonValue(value: StoredValue): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
