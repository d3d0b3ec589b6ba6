import type { Explanation } from './catalogue.ts';

/** Errors about the SQLite file. */
export const sourceErrors = {
  'source-not-found': ({ path }: { path: string }): Explanation => ({
    what: `There is no file at ${path}.`,
    todo: 'Check the path, or pick the file again.',
  }),
  'source-is-folder': ({ path }: { path: string }): Explanation => ({
    what: `${path} is a folder, not a database file.`,
    todo: 'Pick the database file inside it, usually app.db.',
  }),
} as const;
