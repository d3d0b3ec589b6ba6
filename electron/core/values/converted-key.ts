import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import { encoderFor, type Reading } from './encode.ts';

/**
 * SQL expression for the key of a row as its values will be on the target, as one text; NULL when a part
 * is NULL or can't be converted, since such a row collides with nothing.
 *
 * Registers the function that it calls on the connection.
 */
export function convertedKeySql(
  db: Database,
  table: SourceTable,
  key: readonly string[],
  readings: ReadonlyMap<string, Reading>,
): string {
  const parts = key.map((column, position) => {
    const reading = readings.get(column);
    if (!reading) throw new Error(`no reading for ${table.name}.${column}`);
    const encode = encoderFor(reading);
    const name = `rollcall_convert_${position}`;
    db.function(name, { deterministic: true, safeIntegers: true }, (value: unknown) => {
      if (
        typeof value !== 'string' &&
        typeof value !== 'bigint' &&
        typeof value !== 'number' &&
        !(value instanceof Uint8Array)
      ) {
        return null;
      }
      const encoded = encode(value);
      return typeof encoded === 'string' ? encoded : null;
    });
    return `quote(${name}(${quoteName(column)}))`;
  });
  const complete = key.map(
    (column, position) => `rollcall_convert_${position}(${quoteName(column)}) IS NOT NULL`,
  );
  return `CASE WHEN ${complete.join(' AND ')} THEN ${parts.join(" || ',' || ")} END`;
}
