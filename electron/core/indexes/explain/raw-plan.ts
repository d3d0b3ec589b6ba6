import { z } from 'zod';

const number = z.number().optional();
const text = z.string().optional();

/** A node as EXPLAIN (FORMAT JSON) has it (src/backend/commands/explain.c); what isn't named here is kept as it is. */
export const RawNode = z.looseObject({
  'Node Type': z.string(),
  'Parent Relationship': text,
  'Subplan Name': text,
  'Join Type': text,
  Strategy: text,
  'Partial Mode': text,
  'Scan Direction': text,
  'Parallel Aware': z.boolean().optional(),
  Schema: text,
  'Relation Name': text,
  Alias: text,
  'Function Name': text,
  'CTE Name': text,
  'Index Name': text,
  Filter: text,
  'Startup Cost': z.number(),
  'Total Cost': z.number(),
  'Plan Rows': z.number(),
  'Actual Total Time': number,
  'Actual Rows': number,
  'Actual Loops': number,
  'Workers Launched': number,
  'Rows Removed by Filter': number,
  'Rows Removed by Join Filter': number,
  'Heap Fetches': number,
  'Sort Space Type': text,
  /** In kB. */
  'Sort Space Used': number,
  Workers: z.array(z.looseObject({ 'Sort Space Type': text, 'Sort Space Used': number })).optional(),
  'Hash Batches': number,
  'Shared Hit Blocks': number,
  'Shared Read Blocks': number,
  get Plans() {
    return z.array(RawNode).optional();
  },
});
export type RawNode = z.infer<typeof RawNode>;

export const RawPlan = z
  .tuple([z.looseObject({ Plan: RawNode, 'Planning Time': number, 'Execution Time': number })])
  .transform(([plan]) => plan);
export type RawPlan = z.infer<typeof RawPlan>;
