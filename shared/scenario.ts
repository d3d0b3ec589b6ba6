import { z } from 'zod';
import { count } from './quantities.ts';

export const scenarioName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, digits and hyphens, as in late-today');

/** Numbers of users, one measurement each. */
export const Users = z.array(z.number().int().min(1).max(200)).min(1).max(20);

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
    name: scenarioName,
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
          /** A type, an operator or a function of a schema with tables in it, as an extension in `public` may be. */
          'needs what copies lack',
        ]),
        statement: z.string(),
      }),
    ]),
  }),
]);
export type ScenarioFit = z.infer<typeof ScenarioFit>;
