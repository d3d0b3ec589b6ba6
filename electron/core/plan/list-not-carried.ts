import type { NotCarried } from '../../../shared/finding.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { isOwnCollation } from '../source/collation.ts';

/** What of a table has no place in PostgreSQL, whatever becomes of the rest. */
export function listNotCarried(table: SourceTable): NotCarried[] {
  return [...listCollations(table), ...listConflictClauses(table), ...listUnreadable(table)];
}

/** Orders of letters that only the application knows. */
function listCollations({ name: table, columns }: SourceTable): NotCarried[] {
  return columns.flatMap(({ name, collation }): NotCarried[] =>
    collation === undefined || !isOwnCollation(collation)
      ? []
      : [
          {
            kind: 'collation',
            name: collation,
            table,
            sql: `${name} COLLATE ${collation}`,
            reason: 'The application defines this order of letters itself.',
            code: 'own collation',
          },
        ],
  );
}

/** What a constraint did with a row instead of refusing it: the constraint is carried, that isn't. */
function listConflictClauses({ name: table, conflictClauses = [] }: SourceTable): NotCarried[] {
  return conflictClauses.map((sql) => ({
    kind: 'conflict clause',
    name: sql,
    table,
    sql,
    reason:
      'PostgreSQL refuses such a row; there, ON CONFLICT belongs to the INSERT that the application writes.',
    code: 'conflict clause',
  }));
}

/** What SQLite itself, or the reading of its text, could not make out here. */
function listUnreadable({ name: table, sql, unreadText, unreadableColumns = [] }: SourceTable): NotCarried[] {
  const columns = unreadableColumns.map(
    (column): NotCarried => ({
      kind: 'generated column',
      name: column.name,
      table,
      sql: column.sql,
      reason: 'Only the application has the function that computes it, so there are no values to move.',
      code: 'own function',
    }),
  );
  if (unreadText === undefined) return columns;
  const reason = `The text of the table could not be read (${unreadText}); its checks, collations and constraint names are unknown, its rows are moved.`;
  return [...columns, { kind: 'check', name: table, table, sql, reason, code: 'unread text' }];
}
