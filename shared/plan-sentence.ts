import { z } from 'zod';
import { bytes, count, milliseconds } from './quantities.ts';

/** Of the step that took longest, by itself; `most`: half of the query's time or more. */
const longest = { ms: milliseconds, most: z.boolean() };
const rows = count;
const table = z.string();

/** What a plan means, by its code and what the sentence mentions. */
export const PlanSentence = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('took'), ms: milliseconds }),
  /** It has parameters, and no values were given. */
  z.strictObject({ code: z.literal('not-run') }),

  /** Where the time went: a table was read as a whole, and what the query doesn't want was left out. */
  z.strictObject({ code: z.literal('whole-table-kept'), ...longest, table, rows, kept: rows }),
  z.strictObject({ code: z.literal('whole-table'), ...longest, table, rows }),
  /** A table was read from its beginning, and left when no more was wanted. */
  z.strictObject({ code: z.literal('until-enough'), ...longest, table, rows }),
  z.strictObject({ code: z.literal('by-index'), ...longest, table, rows }),
  /** Looked into once for each row of another step. */
  z.strictObject({ code: z.literal('again'), ...longest, table, times: count }),
  z.strictObject({ code: z.literal('sort'), ...longest, rows }),
  /** Grouped, counted, summed up: so many rows went in. */
  z.strictObject({ code: z.literal('group'), ...longest, rows }),
  z.strictObject({ code: z.literal('join'), ...longest }),
  /** Further processes were started, and what they found was put together. */
  z.strictObject({ code: z.literal('gather'), ...longest }),
  /** PostgreSQL's own name of the step. */
  z.strictObject({ code: z.literal('step'), ...longest, kind: z.string() }),

  /** What may help. Those compared for equality come first, as an index wants them. */
  z.strictObject({ code: z.literal('index-may-help'), table, columns: z.array(z.string()).min(1) }),
  z.strictObject({ code: z.literal('sort-spilled'), bytes }),
  z.strictObject({ code: z.literal('estimate-off'), table, expected: rows, came: rows }),
  z.strictObject({ code: z.literal('nothing') }),
]);
export type PlanSentence = z.infer<typeof PlanSentence>;
/** One that says where the time went. */
export type LongestSentence = Extract<PlanSentence, { most: boolean }>;
