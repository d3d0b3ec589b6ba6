import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';

/** A table as it is in the source and as the plan makes it. */
export interface TablePair {
  readonly table: SourceTable;
  readonly planned: PlannedTable;
}

/** In the plan's order. */
export function tablePairs(source: Source, plan: Plan): TablePair[] {
  return plan.tables.map((planned) => {
    const table = source.tables.find(({ name }) => name === planned.name);
    if (table === undefined) throw new Error(`The plan's table ${planned.name} is not in the source`);
    return { table, planned };
  });
}
