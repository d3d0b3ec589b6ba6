import type { Plan } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Mode } from '../../../shared/run.ts';
import type { Target } from '../../../shared/target.ts';
import type { RunRecord } from './record.ts';

export interface MigrationRequest {
  /** Path of the SQLite file. */
  readonly source: string;
  readonly target: Target;
  /** Where the application looks for its tables, `public` mostly. */
  readonly schema: string;
  readonly mode: Mode;
  readonly badRows: 'stop' | 'quarantine';
  /** IANA zone of timestamps without one; they become timestamptz. */
  readonly timezone?: string;
  readonly plan?: Plan;
  readonly dryRun: boolean;
  readonly integrity: 'quick' | 'full';
  /** Of this run: the snapshot stays there as the backup. */
  readonly folder: string;
  /** Where the report goes instead of `folder`. */
  readonly reportFolder?: string;
}

/** What every stage of a run is handed. */
export interface Run {
  readonly request: MigrationRequest;
  readonly record: RunRecord;
  readonly context: StageContext;
}
