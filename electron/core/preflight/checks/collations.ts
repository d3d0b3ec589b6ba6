import { type Check, remark } from '../check.ts';

/** Columns that ignore upper and lower case in SQLite and won't by themselves in PostgreSQL. */
export const collations: Check = ({ source }) =>
  source.tables.flatMap((table) =>
    table.columns
      .filter(({ collation }) => collation !== undefined)
      .map(({ name, collation }) =>
        remark({
          code: 'collation',
          severity: 'warning',
          table: table.name,
          column: name,
          facts: { collation: collation ?? '' },
          sentence:
            collation?.toUpperCase() === 'NOCASE'
              ? `${table.name}.${name} ignores upper and lower case; its unique keys and indexes go on doing so, while a search for equal texts needs lower() now.`
              : `${table.name}.${name} is compared in the way ${collation}, which PostgreSQL doesn\u2019t know; it is compared by its characters now.`,
        }),
      ),
  );
