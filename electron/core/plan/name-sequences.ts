import type { PlannedTable } from '../../../shared/plan.ts';
import type { NameRegistry } from '../values/names.ts';

/**
 * Names the sequences of identities for which PostgreSQL's own name is gone: tables, indexes and sequences share one
 * list of names, so that a table `student_id_seq` could not be created beside the identity of `student`.
 */
export function nameSequences(tables: readonly PlannedTable[], names: NameRegistry): PlannedTable[] {
  return tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => {
      const base = `${table.name}_${column.name}`;
      if (!column.identity || names.reserve(`${base}_seq`)) return column;
      return { ...column, identity: { ...column.identity, sequence: names.claim(base, '_seq') } };
    }),
  }));
}
