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
    what: 'This database file is not open, or another one was opened since.',
    todo: 'Open it again.',
  }),
  'path-outside-roots': ({ path }: { path: string }): Explanation => ({
    what: `This console may not reach ${path}: it is in none of the folders that were opened to it.`,
    todo: 'Move the file into your home folder, or start Rollcall anew with --root and the folder of the file.',
  }),
  'folder-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `The folder ${path} can't be read.`,
    todo: 'Check that it is there and that you may open it, or choose another one.',
  }),
  'run-unknown': (_: Record<never, never>): Explanation => ({
    what: 'What this run left can no longer be read.',
    todo: 'Choose another run; its folder may have been deleted or moved.',
  }),
  'load-unknown': (_: Record<never, never>): Explanation => ({
    what: 'What this load test measured can no longer be read.',
    todo: 'Choose another one, or measure again; its folder may have been deleted or moved.',
  }),
  'folder-not-removed': ({ folder }: { folder: string }): Explanation => ({
    what: `The folder ${folder} could not be removed.`,
    todo: 'Close programs that have a file of it open, check that you may delete it, and try again.',
  }),
  'env-unreadable': ({ path }: { path: string }): Explanation => ({
    what: `The file ${path} can't be read.`,
    todo: 'Check that it is there and that you may open it.',
  }),
  'env-without-url': ({ path }: { path: string }): Explanation => ({
    what: `The file ${path} has no DATABASE_URL of a PostgreSQL server.`,
    todo: 'Choose another .env, or enter the server by hand.',
  }),
  'practice-not-started': (_: Record<never, never>): Explanation => ({
    what: 'The practice server has not been started yet.',
    todo: 'Start it at the step "Target", then try again.',
  }),
  'interface-missing': ({ folder }: { folder: string }): Explanation => ({
    what: `The pages of the console are not in ${folder}.`,
    todo: 'Build them with npm run build, then start again.',
  }),
  'port-taken': ({ port }: { port: number }): Explanation => ({
    what: `Another program uses port ${port} of this computer.`,
    todo: 'Choose another --port, or leave it out for one that is free.',
  }),
  'update-failed': (_: Record<never, never>): Explanation => ({
    what: 'It could not be found out whether there is a newer Rollcall.',
    todo: 'Check the connection to the internet and try again; everything else works without.',
  }),
  'job-out-of-memory': (_: Record<never, never>): Explanation => ({
    what: 'The work needed more memory than it could have.',
    todo: 'Close other programs and start it again; nothing under the live names was changed.',
  }),
  'job-lost': (_: Record<never, never>): Explanation => ({
    what: 'The thread that did the work ended without an answer.',
    todo: 'Start it again; nothing under the live names was changed.',
  }),
} as const;
