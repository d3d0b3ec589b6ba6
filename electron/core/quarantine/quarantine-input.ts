import type { Database } from 'better-sqlite3';
import type { Plan, PlannedForeignKey } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import type { AssessedTable } from '../values/assessed.ts';
import type { BadRows } from './bad-rows.ts';

export interface QuarantineInput {
  readonly db: Database;
  readonly source: Source;
  readonly plan: Plan;
  readonly assessed: readonly AssessedTable[];
  readonly badRows: BadRows;
  /** Foreign keys in which preflight saw no orphan. */
  readonly wholeKeys: ReadonlySet<PlannedForeignKey>;
}
