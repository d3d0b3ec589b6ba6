import { z } from 'zod';

const whole = z.number().int().nonnegative();

/** Milliseconds from one reading of the sizes to the next, at least: each table costs several looks at the disk. */
export const readTablesEvery = 30_000;

/** A table with its size and what lies in it. */
export const TableState = z.strictObject({
  schema: z.string(),
  name: z.string(),
  /** Of the table itself, of values kept aside (TOAST), and of its indexes. Absent while others keep it locked. */
  bytes: z.strictObject({ table: whole, indexes: whole }).optional(),
  /** As the server estimates them; absent on a standby, since only the primary counts and cleans up. */
  rows: z
    .strictObject({
      live: whole,
      /** Rows that were changed or deleted and whose space is not free yet. */
      dead: whole,
      changedSinceAnalyze: whole,
      /** By hand or by autovacuum, whichever was later; null for never, as far as is known. */
      vacuumedAt: z.iso.datetime().nullable(),
      analyzedAt: z.iso.datetime().nullable(),
    })
    .optional(),
});
export type TableState = z.infer<typeof TableState>;

export const IndexSize = z.strictObject({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  bytes: whole,
});
export type IndexSize = z.infer<typeof IndexSize>;

/** Tables and indexes of the watched database, largest first. */
export const Tables = z.strictObject({
  at: z.iso.datetime(),
  tables: z.array(TableState),
  indexes: z.array(IndexSize),
  /** How many there are, where the lists are cut. */
  tableCount: whole,
  indexCount: whole,
  /** Of all tables together, those that aren't listed included. */
  bytes: z.strictObject({ table: whole, indexes: whole }),
  /** Milliseconds that the server worked for this. */
  cost: z.number().nonnegative(),
});
export type Tables = z.infer<typeof Tables>;

/** Share of one core of the server that reading sizes may take. */
const share = 0.002;

/** Milliseconds to wait before the sizes are read again: longer where there are very many tables. */
export function pauseAfter({ cost }: Tables): number {
  return Math.max(readTablesEvery, cost / share);
}
