import type { TableOutcome } from '../../../shared/run.ts';
import { care, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { count } from './units.ts';

/** Table by table: rows that are there now, rows in quarantine, and whether all was compared. */
export function tableLines(tables: readonly TableOutcome[]): readonly string[] {
  const rows = tables.map((table) => [
    `  ${table.verified ? good('✓') : dim('·')} ${printable(table.table)}`,
    count(table.targetRows),
    table.targetRows === 1 ? 'row' : 'rows',
    remarks(table),
  ]);
  return alignedLines(rows, ['left', 'right', 'left', 'left']);
}

function remarks({ merged, quarantined, repaired, verified }: TableOutcome): string {
  return [
    merged === undefined
      ? ''
      : `${count(merged.inserted)} added, ${count(merged.updated)} updated, ${count(merged.unchanged)} unchanged`,
    merged === undefined || merged.kept === 0 ? '' : `${count(merged.kept)} only in PostgreSQL`,
    quarantined === 0 ? '' : care(`${count(quarantined)} in quarantine`),
    repaired === 0 ? '' : care(`${count(repaired)} with a value left empty`),
    verified ? dim('verified') : dim('not verified'),
  ]
    .filter(Boolean)
    .join(', ');
}
