import { type Check, remark } from '../check.ts';

/** PostgreSQL manual, appendix Limits. */
const maxColumns = 1600;

/** Tables wider than PostgreSQL allows. */
export const columnCount: Check = ({ source }) =>
  source.tables
    .filter(({ columns }) => columns.length > maxColumns)
    .map(({ name, columns }) =>
      remark({
        code: 'too-many-columns',
        severity: 'blocker',
        table: name,
        count: columns.length,
        facts: { most: maxColumns },
        sentence: `${name} has ${columns.length} columns and PostgreSQL allows ${maxColumns}; split the table in the source first.`,
      }),
    );
