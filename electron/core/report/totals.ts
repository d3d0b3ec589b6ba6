import type { MigrationReport, TableOutcome } from '../../../shared/run.ts';

/** Sums over the tables of a run, in rows. */
export interface Totals {
  readonly sourceRows: number;
  readonly targetRows: number;
  readonly quarantined: number;
  readonly repaired: number;
  /** Rows of the file that were read back and compared. */
  readonly compared: number;
  /** Rows that only the target has, in tables that were merged into. */
  readonly kept: number;
}

export function totals(tables: readonly TableOutcome[]): Totals {
  const sum = (field: 'sourceRows' | 'targetRows' | 'quarantined' | 'repaired'): number =>
    tables.reduce((total, table) => total + table[field], 0);
  const kept = tables.reduce((total, { merged }) => total + (merged?.kept ?? 0), 0);
  return {
    sourceRows: sum('sourceRows'),
    targetRows: sum('targetRows'),
    quarantined: sum('quarantined'),
    repaired: sum('repaired'),
    compared: sum('targetRows') - kept,
    kept,
  };
}

/** True when the tables of the run are the live ones now. */
export function isLive(report: MigrationReport): boolean {
  return report.outcome === 'verified' || report.outcome === 'verified with quarantine';
}
