import { z } from 'zod';
import { Leave } from './leave.ts';

const milliseconds = z.number().nonnegative();

export const statementOrders = ['total', 'mean', 'calls'] as const;
export type StatementOrder = (typeof statementOrders)[number];

/** Statements of each order that are read. */
export const mostStatements = 25;

/** What one statement has cost, whatever its values were. */
export const Statement = z.strictObject({
  /** Of pg_stat_statements, which writes $1, $2 for values; null where the role may not see it. */
  query: z.string().nullable(),
  /** Null where the role is gone. */
  user: z.string().nullable(),
  calls: z.number().int().nonnegative(),
  total: milliseconds,
  mean: milliseconds,
  most: milliseconds,
  /** Given to clients, or changed. */
  rows: z.number().int().nonnegative(),
  /** From 0 to 1; null when no page was asked for. */
  cacheHits: z.number().min(0).max(1).nullable(),
  /** Called by a function of another statement, whose time holds this one's too (pg_stat_statements.track = all). */
  isNested: z.boolean(),
});
export type Statement = z.infer<typeof Statement>;

/** The slowest statements of the watched database, or why they can't be told. */
export const Statements = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('read'),
    /** The first ones by each order, together. */
    statements: z.array(Statement),
    /** Since when is counted; from PostgreSQL 14 on. */
    since: z.iso.datetime().optional(),
    /** The setting by which nothing more is counted. */
    stoppedBy: z.enum(['compute_query_id', 'pg_stat_statements.track']).optional(),
  }),
  /** The server's installation doesn't have the extension. */
  z.strictObject({ kind: z.literal('not installed') }),
  /** It isn't among shared_preload_libraries, which needs a restart of the server. */
  z.strictObject({ kind: z.literal('not loaded'), created: z.boolean() }),
  /** Loaded, and not created in this database. */
  z.strictObject({ kind: z.literal('not created'), create: Leave }),
  /** The role has no right to its view; what would give it. */
  z.strictObject({ kind: z.literal('denied'), grants: z.array(z.string()) }),
]);
export type Statements = z.infer<typeof Statements>;

/** The first statements of one order. */
export function orderedBy(order: StatementOrder, statements: readonly Statement[]): readonly Statement[] {
  return statements.toSorted((one, other) => other[order] - one[order]).slice(0, mostStatements);
}
