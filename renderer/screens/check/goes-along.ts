import type { RowsAlong } from '../../../shared/finding.ts';
import type { PlannedForeignKey, PlannedTable } from '../../../shared/plan.ts';

interface Referring extends Pick<PlannedTable, 'name'> {
  readonly foreignKeys: readonly Pick<PlannedForeignKey, 'name' | 'parentTable' | 'orphans'>[];
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

interface Along {
  readonly rows: readonly RowsAlong[];
  /** What was chosen since may let some of them stay. */
  readonly atMost: boolean;
}

/**
 * The rows that go along with a finding's, which were counted with every reference in place.
 *
 * @param counted with the finding
 * @param before the plan as the file was looked at
 * @param now the plan with what was chosen since
 */
export function rowsAlong(
  table: string,
  counted: readonly RowsAlong[],
  before: readonly Referring[],
  now: readonly Referring[],
): Along {
  const reached = new Set([table, ...goesAlong(table, before)]);
  const isKept = (child: string, name: string) =>
    now
      .find((one) => one.name === child)
      ?.foreignKeys.some((key) => key.name === name && key.orphans !== 'set null') ?? false;
  const atMost = before.some(({ name: child, foreignKeys }) =>
    foreignKeys.some((key) => reached.has(key.parentTable) && !isKept(child, key.name)),
  );
  const still = new Set([...goesAlong(table, now), table]);
  return { rows: counted.filter((one) => still.has(one.table)), atMost };
}
