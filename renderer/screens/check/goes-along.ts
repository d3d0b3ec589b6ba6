import type { PlannedForeignKey, PlannedTable } from '../../../shared/plan.ts';

interface Referring extends Pick<PlannedTable, 'name'> {
  readonly foreignKeys: readonly Pick<PlannedForeignKey, 'parentTable' | 'orphans'>[];
}

/**
 * Tables with rows that may point to those of a table, straight or by way of others: what is put aside there takes
 * them along. Keys that are emptied instead let their rows stay.
 */
export function goesAlong(table: string, tables: readonly Referring[]): string[] {
  const along = new Set([table]);
  for (const parent of along) {
    for (const { name, foreignKeys } of tables) {
      const follows = foreignKeys.some((key) => key.parentTable === parent && key.orphans !== 'set null');
      if (follows) along.add(name);
    }
  }
  return [...along].slice(1);
}
