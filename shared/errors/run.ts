import type { Explanation } from './catalogue.ts';

/** Errors about a plan and its run. */
export const runErrors = {
  unexpected: (_: Record<never, never>): Explanation => ({
    what: 'Something happened that Rollcall did not expect.',
    todo: 'Nothing under the live names was changed; keep the detail below and report it.',
  }),
  cancelled: (_: Record<never, never>): Explanation => ({
    what: 'The run was cancelled.',
    todo: 'Nothing under the live names was changed; start again when you are ready.',
  }),
} as const;
