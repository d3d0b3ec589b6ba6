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
  return Math.max(1, Math.min(atMost, Math.floor(bytes / Math.max(1, largestRow(db, table.name)))));
}

/** A snapshot doesn't change, so each table is looked at once. */
const known = new WeakMap<Database, Map<string, number>>();

/** Bytes of the largest row of an ordinary table. */
export function largestRow(db: Database, table: string): number {
  const sizes = known.get(db) ?? new Map<string, number>();
  known.set(db, sizes);
  const size = sizes.get(table) ?? readLargestRow(db, table);
  sizes.set(table, size);
  return size;
}

function readLargestRow(db: Database, table: string): number {
  const statement = db.prepare<[string], number | null>(
    'SELECT mx_payload FROM dbstat WHERE name = ? AND aggregate = TRUE',
  );
  return statement.pluck().get(table) ?? 0;
}
