import { type Check, remark } from '../check.ts';

/** References that lead nowhere: no such table, no such column, or no unique key to hold on to. */
export const foreignKeys: Check = ({ source }) =>
  source.tables.flatMap((table) =>
    table.foreignKeys
      .filter(
        ({ parentExists, parentColumns, columns }) =>
          !parentExists || parentColumns.length !== columns.length,
      )
      .map((key) =>
        remark({
          code: 'reference-to-nothing',
          severity: 'warning',
          table: table.name,
          column: key.columns.join(', '),
          facts: { parent: key.parentTable, parentThere: key.parentExists },
          sentence: `${table.name}.${key.columns.join(', ')} refers to ${key.parentTable}, which ${
            key.parentExists ? 'has no matching key' : 'isn\u2019t in the file'
          }; the data is moved, the reference is listed but not built.`,
        }),
      ),
  );
