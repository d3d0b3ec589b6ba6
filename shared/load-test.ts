import { z } from 'zod';
import { count, milliseconds } from './quantities.ts';
import { SourceFile } from './source.ts';

const name = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and hyphens, as in late-today');

/** What answers the load; the same rows in each. `postgres` is without the four named indexes. */
export const engines = ['sqlite', 'postgres', 'postgres indexed'] as const;
export const Engine = z.enum(engines);
export type Engine = z.infer<typeof Engine>;

/** Numbers of users, one measurement each. */
const Users = z.array(z.number().int().min(1).max(200)).min(1).max(20);

/** One statement of a scenario in both dialects. Parameters are named, as in `:class_id`. */
export const ScenarioStatement = z.strictObject({
  sqlite: z.string().min(1).max(20_000),
  postgres: z.string().min(1).max(20_000),
  /** Run once for each row of the scenario's `draw.each`, such as each student of a class. */
  each: z.boolean().optional(),
});
export type ScenarioStatement = z.infer<typeof ScenarioStatement>;

/** Where the values of the parameters come from: the school's own rows, read once from the snapshot. */
export const Draw = z.strictObject({
  /** A SELECT in SQLite's dialect whose columns are named like the parameters. */
  sql: z.string().min(1).max(20_000),
  /** `recent`: the query lists the newest first, and the first tenth of it is drawn nine times out of ten. */
  by: z.enum(['uniform', 'recent']),
  /** A SELECT that takes the drawn parameters; its rows are those of the statements marked `each`. */
  each: z.string().min(1).max(20_000).optional(),
});
export type Draw = z.infer<typeof Draw>;

/** One thing that people do in the application, as the load test does it. */
export const Scenario = z
  .strictObject({
    name,
    /** The screen of the application that it stands for, in a person's words. */
    screen: z.string().min(1).max(100),
    /** Its statements are one transaction that changes rows; it is run on copies of the tables. */
    writes: z.boolean(),
    statements: z.array(ScenarioStatement).min(1).max(50),
    draw: Draw.optional(),
    /** How many times a counted measurement does it: as often as the old system's load_test.py did. */
    operations: z.number().int().min(1).max(1_000_000).default(100),
    /** With how many users it is measured when nobody says another number. */
    users: Users.default([1, 10]),
  })
  .refine(
    ({ statements, draw }) => draw?.each !== undefined || statements.every(({ each }) => each !== true),
    {
      message: 'A statement has "each", and the draw has none.',
      path: ['draw', 'each'],
    },
  );
export type Scenario = z.infer<typeof Scenario>;

/** Whether a school's schema has what a scenario asks for. */
export const ScenarioFit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fits'), scenario: Scenario, drawn: count }),
  z.strictObject({
    kind: z.literal('skipped'),
    scenario: Scenario,
    reason: z.discriminatedUnion('kind', [
      /** Words of SQLite or of the server about a statement: a table or a column that isn't there. */
      z.strictObject({ kind: z.literal('refused'), by: z.enum(['sqlite', 'postgres']), detail: z.string() }),
      z.strictObject({ kind: z.literal('nothing to draw from') }),
      /** A statement has a parameter that isn't among what is drawn. */
      z.strictObject({ kind: z.literal('not drawn'), parameter: z.string() }),
      /** What a load test can't do without risk for the live tables, or can't measure. */
      z.strictObject({
        kind: z.literal('not allowed'),
        problem: z.enum([
          'several statements',
          'another kind of statement',
          'names a schema',
          'changes rows',
          /** Which may reach beyond the copies, or what no rollback undoes. */
          'calls a function that acts',
        ]),
        statement: z.string(),
      }),
    ]),
  }),
]);
export type ScenarioFit = z.infer<typeof ScenarioFit>;

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
  scenarios: z.array(name).min(1).optional(),
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
  scenario: name,
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
  scenario: name,
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

/** A line of the seed's table of expected gains, with what was measured here. */
export const Expectation = z.strictObject({
  scenario: name,
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

const share = z.number().min(0).max(1);
const users = z.number().int().positive();

/** What `vouchedTimes` lets be said. */
const saidTimes = { times: z.number().min(1), atLeast: z.boolean() };

/** One thing that the measurements say, for people: a code and what its sentence mentions. */
export const LoadSentence = z.discriminatedUnion('code', [
  /** Of the file and the server, which therefore are not compared; the table with the most rows. */
  z.strictObject({ code: z.literal('other-rows'), table: z.string(), inFile: count, onServer: count }),
  /** From SQLite to PostgreSQL with the four indexes. */
  z.strictObject({ code: z.literal('faster'), scenario: name, users, ...saidTimes }),
  z.strictObject({ code: z.literal('slower'), scenario: name, users, ...saidTimes }),
  /** Whatever the number of users. */
  z.strictObject({ code: z.literal('no-difference'), scenarios: z.array(name).min(1) }),
  /** There was no second round, without which nothing can be vouched for. */
  z.strictObject({ code: z.literal('one-round') }),
  /** Share of the operations that SQLite gave up because the database was locked. */
  z.strictObject({ code: z.literal('locked-out'), scenario: name, users, share }),
  /** The most users with whom nobody was locked out of PostgreSQL, where some were of SQLite. */
  z.strictObject({ code: z.literal('nobody-locked-out'), scenario: name, users }),
  /** It could not keep up with an open loop: questions asked and answered a second. */
  z.strictObject({
    code: z.literal('sqlite-behind'),
    scenario: name,
    asked: z.number(),
    answered: z.number(),
  }),
  /** The same, of PostgreSQL with the four indexes. */
  z.strictObject({
    code: z.literal('postgres-behind'),
    scenario: name,
    asked: z.number(),
    answered: z.number(),
  }),
  /** Within PostgreSQL, from without the four indexes to with them. */
  z.strictObject({ code: z.literal('indexes-faster'), scenario: name, users, ...saidTimes }),
  z.strictObject({ code: z.literal('indexes-slower'), scenario: name, users, ...saidTimes }),
  z.strictObject({
    code: z.literal('expected-more'),
    scenario: name,
    from: z.number(),
    to: z.number(),
    measured: z.number(),
  }),
  /** The same, where not even a difference can be vouched for. */
  z.strictObject({
    code: z.literal('expected-difference'),
    scenario: name,
    from: z.number(),
    to: z.number(),
  }),
  z.strictObject({ code: z.literal('skipped'), count: z.number().int().positive() }),
  z.strictObject({ code: z.literal('cancelled') }),
]);
export type LoadSentence = z.infer<typeof LoadSentence>;

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
  /** Whether the server runs on the machine that measures; only then do all engines share its cores. */
  serverIsLocal: z.boolean(),
  journalMode: z.string(),
  busyTimeoutMs: count,
  /** Checkpoints that the server made while it was measured; absent where it could not be asked any more. */
  checkpoints: count.optional(),
  /** Of the server, by name: shared_buffers, synchronous_commit, fsync and so on. */
  settings: z.record(z.string(), z.string()),
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
  scenario: name,
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
