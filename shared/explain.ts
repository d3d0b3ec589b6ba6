import { z } from 'zod';
import { PlanSentence } from './plan-sentence.ts';
import { milliseconds, share } from './quantities.ts';

const pages = z.number().int().nonnegative();

/** What in a step of a plan is worth a word. */
export const PlanNote = z.enum([
  /** Reads many rows and keeps few. */
  'filters most',
  /** There came ten times as many rows as expected, or as few. */
  'estimate off',
  'sorts on disk',
  'hashes in parts',
  /** Looks into the table for rows that the index alone would have been enough for, had it been vacuumed. */
  'visits the table',
  'never run',
]);
export type PlanNote = z.infer<typeof PlanNote>;

/** A step of a plan. */
export const PlanStep = z.strictObject({
  /** How deep in the tree it stands; the steps that it draws from come right after it, one deeper. */
  depth: z.number().int().nonnegative(),
  /** PostgreSQL's own name: Seq Scan, Hash Join and so on. */
  kind: z.string(),
  /** Of a part that is computed for itself, such as `CTE marked`. */
  part: z.string().optional(),
  /** Table, function or part that is read. */
  reads: z.string().optional(),
  index: z.string().optional(),
  /** Conditions, keys and the like by PostgreSQL's own names for them. */
  details: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  /** Each time that it is run. */
  plannedRows: z.number().nonnegative(),
  actualRows: z.number().nonnegative().optional(),
  loops: z.number().int().nonnegative().optional(),
  /** On the clock, all its runs together; `self` without the steps that it draws from. Absent where it wasn't run. */
  ms: z.strictObject({ total: milliseconds, self: milliseconds }).optional(),
  /** Of the whole query's time or, where it wasn't run, of its expected cost: of this step alone. */
  share,
  cost: z.number().nonnegative(),
  /** Of shared memory, with those of the steps that it draws from: found there, and fetched from outside. */
  buffers: z.strictObject({ hit: pages, read: pages }).optional(),
  notes: z.array(PlanNote),
});
export type PlanStep = z.infer<typeof PlanStep>;

/** The steps of a plan, each followed by those that it draws from. */
export const PlanSteps = z.strictObject({
  steps: z.array(PlanStep).min(1),
  /** The step that takes most of it, by its place in `steps`. */
  slowest: z.number().int().nonnegative(),
});
export type PlanSteps = z.infer<typeof PlanSteps>;

/** What `rollcall indexes --explain SQL --json` prints. */
export const ExplainedQuery = z.strictObject({
  ...PlanSteps.shape,
  sql: z.string(),
  /** With which it was run, for $1, $2 …; absent where it was only planned. */
  values: z.array(z.string().nullable()).optional(),
  /** Run and measured; or only planned, for whatever values its parameters may have. */
  how: z.enum(['measured', 'generic']),
  /** How many parameters ($1, $2 …) it has. */
  parameters: z.number().int().nonnegative(),
  planningMs: milliseconds.optional(),
  executionMs: milliseconds.optional(),
  /** What it took, where the time went, and what may help, in this order. */
  sentences: z.array(PlanSentence).min(1),
});
export type ExplainedQuery = z.infer<typeof ExplainedQuery>;

/** A query to be explained: one that a person wrote, or that of a scenario with values drawn from the school's rows. */
export const QueryToExplain = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sql'),
    sql: z.string().min(1).max(100_000),
    /** For $1, $2 …; without them a query with parameters is planned and not run. */
    values: z.array(z.string().max(10_000).nullable()).max(200).optional(),
  }),
  z.strictObject({ kind: z.literal('scenario'), name: z.string().max(60) }),
]);
export type QueryToExplain = z.infer<typeof QueryToExplain>;
