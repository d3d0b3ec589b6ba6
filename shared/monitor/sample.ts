import { z } from 'zod';
import { ErrorReport } from '../errors/index.ts';
import { Rates } from './rates.ts';
import { Reading } from './reading.ts';
import { Statements } from './statements.ts';
import { Tables } from './tables.ts';

/** What a look at the server saw. */
export const Sample = z.strictObject({
  event: z.literal('sample'),
  reading: Reading,
  /** Since the reading before. */
  rates: Rates,
  /** As last read, which happens more rarely. */
  tables: Tables,
  statements: Statements,
});
export type Sample = z.infer<typeof Sample>;

/** A look that the server didn't answer, as while it restarts. It is looked at again. */
export const Outage = z.strictObject({
  event: z.literal('no answer'),
  /** By this computer's clock. */
  at: z.iso.datetime(),
  error: ErrorReport,
});
export type Outage = z.infer<typeof Outage>;

/** One look at the server. */
export const Look = z.discriminatedUnion('event', [Sample, Outage]);
export type Look = z.infer<typeof Look>;
