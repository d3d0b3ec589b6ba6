import { z } from 'zod';
import { count, share } from './quantities.ts';
import { scenarioName } from './scenario.ts';

const users = z.number().int().positive();

/** What `vouchedTimes` lets be said. */
const saidTimes = { times: z.number().min(1), atLeast: z.boolean() };

/** One thing that the measurements say, for people: a code and what its sentence mentions. */
export const LoadSentence = z.discriminatedUnion('code', [
  /** Of the file and the server, which therefore are not compared; the table with the most rows. */
  z.strictObject({ code: z.literal('other-rows'), table: z.string(), inFile: count, onServer: count }),
  /** From SQLite to PostgreSQL with the four indexes. */
  z.strictObject({ code: z.literal('faster'), scenario: scenarioName, users, ...saidTimes }),
  z.strictObject({ code: z.literal('slower'), scenario: scenarioName, users, ...saidTimes }),
  /** Those that became faster and whose one of the four indexes the file lacks. */
  z.strictObject({ code: z.literal('file-lacks-index'), scenarios: z.array(scenarioName).min(1) }),
  /** Whatever the number of users. */
  z.strictObject({ code: z.literal('no-difference'), scenarios: z.array(scenarioName).min(1) }),
  /** There was no second round, without which nothing can be vouched for. */
  z.strictObject({ code: z.literal('one-round') }),
  /** Share of the operations that SQLite gave up because the database was locked. */
  z.strictObject({ code: z.literal('locked-out'), scenario: scenarioName, users, share }),
  /** The most users with whom nobody was locked out of PostgreSQL, where some were of SQLite. */
  z.strictObject({ code: z.literal('nobody-locked-out'), scenario: scenarioName, users }),
  /** It could not keep up with an open loop: questions asked and answered a second. */
  z.strictObject({
    code: z.literal('sqlite-behind'),
    scenario: scenarioName,
    asked: z.number(),
    answered: z.number(),
  }),
  /** The same, of PostgreSQL with the four indexes. */
  z.strictObject({
    code: z.literal('postgres-behind'),
    scenario: scenarioName,
    asked: z.number(),
    answered: z.number(),
  }),
  /** Within PostgreSQL, from without the four indexes to with them. */
  z.strictObject({ code: z.literal('indexes-faster'), scenario: scenarioName, users, ...saidTimes }),
  z.strictObject({ code: z.literal('indexes-slower'), scenario: scenarioName, users, ...saidTimes }),
  z.strictObject({
    code: z.literal('expected-more'),
    scenario: scenarioName,
    from: z.number(),
    to: z.number(),
    measured: z.number(),
  }),
  /** The same, where not even a difference can be vouched for. */
  z.strictObject({
    code: z.literal('expected-difference'),
    scenario: scenarioName,
    from: z.number(),
    to: z.number(),
  }),
  z.strictObject({ code: z.literal('skipped'), count: z.number().int().positive() }),
  z.strictObject({ code: z.literal('cancelled') }),
]);
export type LoadSentence = z.infer<typeof LoadSentence>;
