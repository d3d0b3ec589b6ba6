import type { Conditions } from '../../../shared/load-test.ts';

/** A table that was copied, with the rows of both sides. */
export type RowsOfBoth = Pick<Conditions['tables'][number], 'table' | 'rows' | 'inFile'>;

/** A school works on after its move, on one side or the other; that much changes no answer's time. */
const tolerated = 0.1;

/** Tables whose rows aren't about as many on both sides: who asks them doesn't ask both the same. */
export function unlikeTables(
  tables: readonly RowsOfBoth[],
): { table: string; rows: number; inFile: number }[] {
  return tables.flatMap(({ table, rows, inFile }) =>
    inFile !== undefined && Math.abs(rows - inFile) > tolerated * Math.max(rows, inFile)
      ? [{ table, rows, inFile }]
      : [],
  );
}
