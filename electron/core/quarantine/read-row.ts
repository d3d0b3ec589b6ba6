import type { Database } from 'better-sqlite3';
import type { QuarantineEntry } from '../../../shared/run.ts';
import { Encoding, type SourceTable } from '../../../shared/source.ts';
import { rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import { isText } from '../source/text-bytes.ts';
import type { StoredValue } from '../values/stored-value.ts';

/**
 * Reads whole rows of a table as JSON can hold them: bytes in base64, integers beyond 2^53 and numbers that JSON
 * lacks as text. A text that isn't valid is kept by its bytes, because its characters can't be told.
 *
 * @returns the row of a key; several where only equal rows have one in common
 */
export function rowReader(
  db: Database,
  table: SourceTable,
): (key: bigint | string) => QuarantineEntry['row'][] {
  const encoding = Encoding.parse(db.pragma('encoding', { simple: true }));
  const columns = table.columns.map(({ name }) => quoteName(name));
  const select = (list: readonly string[], where = 'TRUE') =>
    db
      .prepare<unknown[], StoredValue[]>(
        `SELECT ${list.join(', ')} FROM ${quoteName(table.name)} WHERE ${rowKeySql(table)} = ? AND ${where}`,
      )
      .raw()
      .safeIntegers();
  // Two queries, since a table may have as many columns as a result.
  const bytesOf = columns.map(
    (column) => `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) END`,
  );
  const values = select(columns);
  const texts = select(bytesOf);
  const near = (list: readonly string[], key: bigint | string) => {
    const where = ownKeySql(table, key);
    return where === undefined ? [] : select(list, where).all(key);
  };
  return (key) => {
    const found = near(columns, key);
    const rows = found.length > 0 ? found : values.all(key);
    const bytes = found.length > 0 ? near(bytesOf, key) : texts.all(key);
    return rows.map((row, place) =>
      Object.fromEntries(
        table.columns.map(({ name }, position) => {
          const text = bytes[place]?.[position];
          const broken = text instanceof Uint8Array && !isText(text, encoding);
          return [name, jsonValue(broken ? text : (row[position] ?? null))];
        }),
      ),
    );
  };
}

/**
 * Lets SQLite find a row of a WITHOUT ROWID table by its index, since the expression that names it reads the whole
 * table for each row; the key's text consists of the literals to look for.
 */
function ownKeySql({ withoutRowid, primaryKey }: SourceTable, key: bigint | string): string | undefined {
  if (!withoutRowid || primaryKey === undefined) return undefined;
  const columns = primaryKey.columns.map(quoteName).join(', ');
  return primaryKey.columns.length === 1 ? `${columns} = ${key}` : `(${columns}) = (${key})`;
}

function jsonValue(value: StoredValue): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
