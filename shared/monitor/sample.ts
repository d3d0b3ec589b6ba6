import { z } from 'zod';
import { Rates } from './rates.ts';
import { Reading } from './reading.ts';
import { Statements } from './statements.ts';
import { Tables } from './tables.ts';

/** What a look at the server saw. */
export const Sample = z.strictObject({
  reading: Reading,
  /** Since the reading before. */
  rates: Rates,
  /** As last read, which happens more rarely. */
  tables: Tables,
  statements: Statements,
});
export type Sample = z.infer<typeof Sample>;
