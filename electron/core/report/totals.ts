import type { MigrationReport, TableOutcome } from '../../../shared/run.ts';

/** Sums over the tables of a run, in rows. */
export interface Totals {
  readonly sourceRows: number;
  readonly targetRows: number;
  readonly quarantined: number;
  readonly repaired: number;
}

export function totals(tables: readonly TableOutcome[]): Totals {
  const sum = (field: keyof Totals): number => tables.reduce((total, table) => total + table[field], 0);
  return {
    sourceRows: sum('sourceRows'),
    targetRows: sum('targetRows'),
    quarantined: sum('quarantined'),
    repaired: sum('repaired'),
  };
}

/** True when the tables of the run are the live ones now. */
export function isLive(report: MigrationReport): boolean {
  return report.outcome === 'verified' || report.outcome === 'verified with quarantine';
}
