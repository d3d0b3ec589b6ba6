import type { Explanation } from './catalogue.ts';

/** Errors about the PostgreSQL server and what is on it. */
export const targetErrors = {
  'table-in-the-way': ({ schema, tables }: { schema: string; tables: readonly string[] }): Explanation => ({
    what: `Schema ${schema} already has ${tables.length === 1 ? 'a table' : 'tables'} named ${tables.join(', ')}.`,
    todo: 'Choose --mode replace to set the old tables aside, --mode merge to update them, or another --schema.',
  }),
} as const;
