import { z } from 'zod';
import { NewIndex } from './indexes.ts';
import { bytes, count, milliseconds } from './quantities.ts';

/** An index that would help, tested as if it were there; it is created only when a person says so. */
export const AdvisedIndex = z.strictObject({
  index: NewIndex,
  /** Of the time that the queries took since they are counted, by the share that the planner would save of each. */
  savedMs: milliseconds,
  /** That keeping it up to date would have taken for the rows that were written since then, estimated. */
  writeMs: milliseconds,
  rowsWritten: count,
  bytes,
  /** Those that it helps, the one that gains most first. */
  queries: z.array(
    z.strictObject({
      sql: z.string(),
      calls: count,
      /** Absent for a query that a person pasted and the server hasn't counted. */
      totalMs: milliseconds.optional(),
      costWithout: z.number().nonnegative(),
      costWith: z.number().nonnegative(),
    }),
  ),
});
export type AdvisedIndex = z.infer<typeof AdvisedIndex>;

/** Whose queries are to be made quicker: those that the server has counted, or one that a person pasted. */
export const AdviceWanted = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('counted') }),
  z.strictObject({ kind: z.literal('pasted'), sql: z.string().min(1).max(100_000) }),
]);
export type AdviceWanted = z.infer<typeof AdviceWanted>;

/** What `rollcall indexes --advise --json` prints. */
export const IndexAdvice = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('advice'),
    /** Whether the planner was asked as if an index were there, or on a copy of the tables with the index. */
    how: z.enum(['hypopg', 'copy']),
    /** Queries that were looked at, and those that couldn't be. */
    queries: count,
    unreadable: count,
    /** Candidates that were tried. */
    tried: count,
    /** The one that is worth most first. */
    advised: z.array(AdvisedIndex),
    /** Schemas of the copy that could not be removed; the next that makes one removes them. */
    leftover: z.array(z.string()),
  }),
  /** The server doesn't count queries; see the monitor for what to do. */
  z.strictObject({
    kind: z.literal('no statistics'),
    why: z.enum(['not installed', 'not created', 'not loaded']),
  }),
  /** The role may not see what was counted; what would let it. */
  z.strictObject({ kind: z.literal('denied'), grants: z.array(z.string()) }),
]);
export type IndexAdvice = z.infer<typeof IndexAdvice>;
