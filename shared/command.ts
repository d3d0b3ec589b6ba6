import { z } from 'zod';
import { ErrorReport } from './errors/index.ts';

/** What a command prints with `--json` when it ended before it had a report to print. */
export const CommandFailure = z.strictObject({
  outcome: z.enum(['refused', 'failed', 'cancelled']),
  error: ErrorReport,
});
export type CommandFailure = z.infer<typeof CommandFailure>;
