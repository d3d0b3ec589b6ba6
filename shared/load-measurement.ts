import { z } from 'zod';
import { count, milliseconds } from './quantities.ts';
import { scenarioName } from './scenario.ts';

/** What answers the load; the same rows in each. `postgres` is without the four named indexes. */
export const engines = ['sqlite', 'postgres', 'postgres indexed'] as const;
export const Engine = z.enum(engines);
export type Engine = z.infer<typeof Engine>;

/** Of one operation from its intended start to the end of its answer; values in milliseconds. */
export const Latency = z.strictObject({
  p50: milliseconds,
  p90: milliseconds,
  p95: milliseconds,
  p99: milliseconds,
  max: milliseconds,
  mean: milliseconds,
});
export type Latency = z.infer<typeof Latency>;

/** A mean over rounds with the bounds of its 95 % confidence interval (Student's t); of times, by their logarithms. */
export const Estimate = z.strictObject({
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  /** With a single one there is no interval, and both bounds are the mean. */
  rounds: z.number().int().positive(),
});
export type Estimate = z.infer<typeof Estimate>;

/** What went wrong in operations, by kind. A locked operation gave up after its busy timeout. */
export const LoadErrors = z.strictObject({
  kind: z.enum(['locked', 'timeout', 'refused', 'connection']),
  count,
  /** From the intended start until it failed, on average; not among the latencies of answers. */
  meanMs: milliseconds,
  /** Words of the engine, of the first of them. */
  detail: z.string(),
});
export type LoadErrors = z.infer<typeof LoadErrors>;

/** One engine under one scenario with so many users, all rounds together. */
export const Measurement = z.strictObject({
  engine: Engine,
  scenario: scenarioName,
  users: z.number().int().positive(),
  operations: count,
  rows: count,
  errors: z.array(LoadErrors),
  /** Operations that ended well, a second. */
  throughput: Estimate,
  /** Of all rounds' operations that ended well; absent when there were none. */
  latency: Latency.optional(),
  /** Median over the rounds, in milliseconds; absent where a round had no answer. */
  p50: Estimate.optional(),
  p95: Estimate.optional(),
  /** Latency by percentile, ascending, for its curve. */
  curve: z.array(z.strictObject({ percentile: z.number().min(0).max(100), ms: milliseconds })),
});
export type Measurement = z.infer<typeof Measurement>;

/** How many times as fast or as slow, and the least and the most that the two intervals allow. */
const ratio = {
  times: z.number().min(1),
  low: z.number().min(1),
  /** Absent where the shorter time may be next to nothing. */
  high: z.number().min(1).optional(),
};

/** What became of the median from one engine to another, as far as it can be vouched for. */
export const Comparison = z.strictObject({
  scenario: scenarioName,
  users: z.number().int().positive(),
  before: Engine,
  after: Engine,
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('faster'), ...ratio }),
    z.strictObject({ kind: z.literal('slower'), ...ratio }),
    /** The intervals overlap, or there was one round only. */
    z.strictObject({ kind: z.literal('no difference') }),
    z.strictObject({
      kind: z.literal('not comparable'),
      why: z.enum([
        /** The file and the server don't hold about as many rows. */
        'other rows',
        /** One of the two did not answer in some round. */
        'no answer',
        /** One fell behind an open loop. */
        'fell behind',
        /** One gave up more often and is not beyond doubt the slower: medians leave out who was given up. */
        'gave up',
      ]),
    }),
  ]),
});
export type Comparison = z.infer<typeof Comparison>;
