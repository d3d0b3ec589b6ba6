import { z } from 'zod';
import { PlanSteps } from './explain.ts';
import { count, milliseconds } from './quantities.ts';

/** Times of one query, in milliseconds on the server's clock; `low` and `high` are the extremes of the rounds. */
export const QueryTime = z.strictObject({ median: milliseconds, low: milliseconds, high: milliseconds });
export type QueryTime = z.infer<typeof QueryTime>;

/** What one of the four named indexes does for the query of its screen, found out on this server. */
export const IndexEffect = z.strictObject({
  name: z.string(),
  screen: z.string(),
  scenario: z.string(),
  found: z.discriminatedUnion('kind', [
    /** On a copy of the tables, with the index and without it in turns; all other indexes are as they are. */
    z.strictObject({
      kind: z.literal('measured'),
      sql: z.string(),
      without: QueryTime,
      with: QueryTime,
      /** `no difference` where the times of the two reach into each other. */
      verdict: z.enum(['faster', 'slower', 'no difference']),
      planWithout: PlanSteps,
      planWith: PlanSteps,
      /** Rows of the table that it is over. */
      rows: count,
    }),
    /** By the planner alone, since there may be no copy; costs are in its own unit. */
    z.strictObject({
      kind: z.literal('planned'),
      sql: z.string(),
      costWithout: z.number().nonnegative(),
      costWith: z.number().nonnegative(),
    }),
    /** The index, or the query, does not fit the tables here. */
    z.strictObject({ kind: z.literal('does not apply'), missing: z.string() }),
    z.strictObject({ kind: z.literal('no rows') }),
    /** There may be no copy, and the planner can't be asked as if. */
    z.strictObject({ kind: z.literal('not possible'), grants: z.array(z.string()) }),
  ]),
});
export type IndexEffect = z.infer<typeof IndexEffect>;

/** What `rollcall indexes --measure --json` prints. */
export const IndexEffects = z.strictObject({
  target: z.string(),
  schema: z.string(),
  effects: z.array(IndexEffect),
  /** Schemas of the copy that could not be removed; the next that makes one removes them. */
  leftover: z.array(z.string()),
});
export type IndexEffects = z.infer<typeof IndexEffects>;
