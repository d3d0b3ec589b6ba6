import type { Explanation } from './catalogue.ts';

/** Errors of the console: what a window asks for that can't be had. */
export const consoleErrors = {
  'request-invalid': ({ channel }: { channel: string }): Explanation => ({
    what: `The window asked for "${channel}" in a way that Rollcall does not understand.`,
    todo: 'Reload the window; if it happens again, keep the detail below and report it.',
  }),
  'connection-unknown': (_: Record<never, never>): Explanation => ({
    what: 'The connection is not there any more.',
    todo: 'Choose another one, or enter it again.',
  }),
  'job-unknown': (_: Record<never, never>): Explanation => ({
    what: 'The work that was meant has ended already.',
    todo: 'Look at its outcome, or start it again.',
  }),
  'nothing-open': (_: Record<never, never>): Explanation => ({
    what: 'No database file is open.',
    todo: 'Open app.db first.',
  }),
  'job-lost': (_: Record<never, never>): Explanation => ({
    what: 'The thread that did the work ended without an answer.',
    todo: 'Start it again; nothing under the live names was changed.',
  }),
} as const;
