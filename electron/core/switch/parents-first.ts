import type { PlannedTable } from '../../../shared/plan.ts';

/** The tables in an order in which each comes after those it refers to, as far as circles allow. */
export function parentsFirst(tables: readonly PlannedTable[]): PlannedTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<PlannedTable>();
  const visit = (table: PlannedTable, above: ReadonlySet<PlannedTable>) => {
    if (ordered.has(table) || above.has(table)) return;
    for (const { parentTable } of table.foreignKeys) {
      const parent = byName.get(parentTable);
      if (parent) visit(parent, new Set([...above, table]));
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, new Set());
  return [...ordered];
}
