import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';

/** Rows of virtual tables, whose size can't be told beforehand. */
const virtualRows = 200;

/**
 * How many rows of a table may be read at once so that they stay below `bytes`, at most `atMost`.
 *
 * The largest row is known from the pages themselves (The DBSTAT Virtual Table, mx_payload), without
 * reading contents that overflow.
 */
export function rowsPerBlock(db: Database, table: SourceTable, atMost: number, bytes: number): number {
  if (table.kind === 'virtual') return Math.min(virtualRows, atMost);
  const largest = db
    .prepare<[string], number | null>('SELECT mx_payload FROM dbstat WHERE name = ? AND aggregate = TRUE')
    .pluck()
    .get(table.name);
  return Math.max(1, Math.min(atMost, Math.floor(bytes / Math.max(1, largest ?? 1))));
}
