import { z } from 'zod';
import { Comparison, Engine, Latency, Measurement } from './load-measurement.ts';
import { LoadSentence } from './load-sentence.ts';
import { count, milliseconds, share } from './quantities.ts';
import { ScenarioFit, scenarioName, Users } from './scenario.ts';
import { SourceFile } from './source.ts';

/** When the next operation begins. */
export const Pattern = z.discriminatedUnion('kind', [
  /** Each user goes on as soon as the last answer is there: how fast the engine is. */
  z.strictObject({ kind: z.literal('closed') }),
  /** Operations arrive at a fixed rate whether or not the engine keeps up: how long a person waits. */
  z.strictObject({ kind: z.literal('open'), perSecond: z.number().positive().max(100_000) }),
]);
export type Pattern = z.infer<typeof Pattern>;

/** When a measurement ends; operations are of all its users together. */
export const Bound = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('seconds'), seconds: z.number().positive().max(3600) }),
  z.strictObject({ kind: z.literal('operations'), operations: z.number().int().positive().max(10_000_000) }),
]);
export type Bound = z.infer<typeof Bound>;

export const LoadOptions = z.strictObject({
  /** Names; all that fit where absent. */
  scenarios: z.array(scenarioName).min(1).optional(),
  /** Each scenario's own where absent. */
  users: Users.optional(),
  pattern: Pattern,
  /** `counted`: as many operations as each scenario names. */
  bound: z.discriminatedUnion('kind', [...Bound.options, z.strictObject({ kind: z.literal('counted') })]),
  /** Each round measures every combination once, engines in turn. */
  rounds: z.number().int().min(1).max(50),
  warmUpSeconds: z.number().nonnegative().max(60),
  /** Connections that the users of PostgreSQL share. */
  pool: z.number().int().min(1).max(100),
  /** Whether a pooled connection is tried with an empty query before each use, as SQLAlchemy's pool_pre_ping does. */
  prePing: z.boolean(),
  engines: z.array(Engine).min(1),
});
export type LoadOptions = z.infer<typeof LoadOptions>;

/** A line of the seed's table of expected gains, with what was measured here. */
export const Expectation = z.strictObject({
  scenario: scenarioName,
  /** With how many users; the fewest that were measured where absent. */
  users: z.number().int().positive().optional(),
  /** As the old document states them, milliseconds; its range where it gives one. Absent where it says "DB locks". */
  sqlite: z.strictObject({ from: milliseconds, to: milliseconds }).optional(),
  postgres: z.strictObject({ from: milliseconds, to: milliseconds }),
  /** Absent where it gives no figure. */
  times: z.strictObject({ from: z.number(), to: z.number() }).optional(),
  /** Times by which the median fell from SQLite to indexed PostgreSQL; absent when it wasn't measured or when no difference can be vouched for. */
  measured: z.number().positive().optional(),
  /** The two medians behind it, milliseconds. */
  measuredMs: z.strictObject({ sqlite: milliseconds, postgres: milliseconds }).optional(),
  verdict: z.enum(['met', 'exceeded', 'fallen short', 'not measured']),
});
export type Expectation = z.infer<typeof Expectation>;

/**
 * Of a table, and not of its copy. A default and a check are left out where they call a function that may do more than
 * compute; a trigger and a rule always.
 */
export const LeftOut = z.strictObject({
  kind: z.enum(['default', 'check', 'trigger', 'rule']),
  /** Of a default that of its column. */
  name: z.string(),
});
export type LeftOut = z.infer<typeof LeftOut>;

/** What the copies of the tables take on the server, about, and what is free there as far as that can be known. */
export const CopyRoom = z.strictObject({ bytes: count, freeBytes: count.optional() });
export type CopyRoom = z.infer<typeof CopyRoom>;

/** One of the four indexes that the file could have, and its own index that does the work; absent where none does. */
export const FileIndex = z.strictObject({ name: z.string(), by: z.string().optional() });
export type FileIndex = z.infer<typeof FileIndex>;

/** Everything that somebody needs to judge the numbers, or to repeat them. */
export const Conditions = z.strictObject({
  machine: z.strictObject({
    system: z.string(),
    processor: z.string(),
    cores: z.number().int().positive(),
    memoryBytes: count,
  }),
  versions: z.strictObject({
    rollcall: z.string(),
    sqlite: z.string(),
    postgres: z.string(),
    node: z.string(),
  }),
  /** Of the last minute before the load test began; absent where the system tells none, as on Windows. */
  loadAverage: z.number().nonnegative().optional(),
  /** Whether the server runs on the machine that measures; only then do all engines share its cores. */
  serverIsLocal: z.boolean(),
  journalMode: z.string(),
  busyTimeoutMs: count,
  /** Checkpoints that the server made while it was measured; absent where it could not be asked any more. */
  checkpoints: count.optional(),
  /** Of the server, by name: shared_buffers, synchronous_commit, fsync and so on. */
  settings: z.record(z.string(), z.string()),
  /** Empty where the file has none of their tables, or it was not looked at yet when the load test was kept. */
  fileIndexes: z.array(FileIndex).default([]),
  /** Those of the server that were copied, and how many rows the file has of them; absent where it has no such table. */
  tables: z.array(
    z.strictObject({
      table: z.string(),
      rows: count,
      inFile: count.optional(),
      leftOut: z.array(LeftOut).default([]),
    }),
  ),
});
export type Conditions = z.infer<typeof Conditions>;

/** How late the meter itself was, in milliseconds; what is not above this can't be told. */
export const MeterDelay = z.strictObject({ p50: milliseconds, p99: milliseconds, max: milliseconds });
export type MeterDelay = z.infer<typeof MeterDelay>;

/** What `rollcall bench --json` prints and a kept load test holds. */
export const LoadReport = z.strictObject({
  id: z.string(),
  startedAt: z.iso.datetime(),
  ms: milliseconds,
  outcome: z.enum(['complete', 'cancelled']),
  source: SourceFile,
  /** Without the password. */
  target: z.string(),
  schema: z.string(),
  options: LoadOptions,
  conditions: Conditions,
  scenarios: z.array(ScenarioFit),
  measurements: z.array(Measurement),
  comparisons: z.array(Comparison),
  expectations: z.array(Expectation),
  /** What matters most comes first. */
  sentences: z.array(LoadSentence),
  meter: MeterDelay,
  /** Schemas with copies that could not be removed; the next load test does it. */
  leftover: z.array(z.string()),
});
export type LoadReport = z.infer<typeof LoadReport>;

/** A kept load test as a list shows it. */
export const LoadSummary = z.strictObject({
  id: z.string(),
  startedAt: z.iso.datetime(),
  outcome: LoadReport.shape.outcome,
  source: z.string(),
  target: z.string(),
  scenarios: count,
  ms: milliseconds,
});
export type LoadSummary = z.infer<typeof LoadSummary>;

/** What is being measured just now, about twice a second and at the end of each round. */
export const LoadProgress = z.strictObject({
  engine: Engine,
  scenario: scenarioName,
  users: z.number().int().positive(),
  round: z.number().int().positive(),
  at: z.iso.datetime(),
  /** Over the time since the last of these; of the whole round at its end. */
  throughput: z.number().nonnegative(),
  latency: Latency.optional(),
  errors: count,
  /** Of the whole load test. */
  fraction: share,
  /** Absent while there is too little to judge by. */
  secondsLeft: z.number().nonnegative().optional(),
});
export type LoadProgress = z.infer<typeof LoadProgress>;
