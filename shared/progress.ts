import { z } from 'zod';
import { share } from './quantities.ts';

/** The stages of a run, in the order in which they are shown. */
export const stages = [
  'snapshot',
  'preflight',
  'plan',
  'copy',
  'index',
  'finish',
  'verify',
  'switch',
  'report',
] as const;
export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

/** One step forward of a job. `fraction` is of the whole job and never falls. */
export const ProgressEvent = z.strictObject({
  stage: Stage,
  fraction: share,
  /** Table that is being worked on. */
  table: z.string().optional(),
  rows: z.number().int().nonnegative().optional(),
  totalRows: z.number().int().nonnegative().optional(),
  rowsPerSecond: z.number().nonnegative().optional(),
  /** Rows of each table on which something was done since the last event. */
  tables: z.array(z.strictObject({ table: z.string(), rows: z.number().int().nonnegative() })).optional(),
  /** Absent while there is too little to judge by. */
  secondsLeft: z.number().nonnegative().optional(),
  /** True exactly once, on the last event of the job, whatever its outcome. */
  last: z.boolean(),
});
export type ProgressEvent = z.infer<typeof ProgressEvent>;

/** What a stage is handed besides its input. */
export interface StageContext {
  readonly signal: AbortSignal;
  /** Work done so far of `total`, in a unit of the stage's own choice. */
  readonly advance: (step: { done: number; total: number; table?: string; rows?: number }) => void;
}
