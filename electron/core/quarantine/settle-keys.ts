import type { SourceTable } from '../../../shared/source.ts';
import type { AssessedColumn } from '../values/assessed.ts';
import { KeyCounts, mayCollide } from '../values/key-counts.ts';
import { uniqueKeys } from '../values/unique-keys.ts';
import { addOrphans } from './orphans.ts';
import type { QuarantineInput } from './quarantine-input.ts';

/**
 * Keeps out rows whose parent doesn't arrive and rows whose key an earlier one has, until each such row has a good
 * reason: one whose earlier twin turns out not to arrive arrives itself. To be called again when more rows go.
 *
 * It ends, since only lost twins are taken back, and each round that does so has lost other rows for good.
 */
export async function settleKeys(input: QuarantineInput, signal: AbortSignal): Promise<void> {
  const { plan, assessed, badRows } = input;
  const searches = assessed.flatMap(({ table, columns }) => {
    const planned = plan.tables.find(({ name }) => name === table.name);
    const keys = (planned ? uniqueKeys(planned) : []).map((key) => key.columns);
    const doubtful = keys.filter((key) => mayCollide(columns, key));
    return doubtful.length > 0 ? [{ table, columns, keys: doubtful }] : [];
  });
  const lostBefore = new Map<SourceTable, number>();
  for (;;) {
    await addOrphans(input, signal);
    const open = searches.filter(({ table }) => lostBefore.get(table) !== badRows.lost(table.name));
    if (open.length === 0) return;
    for (const search of open) {
      lostBefore.set(search.table, badRows.lost(search.table.name));
      await addTwins(input, search, signal);
    }
  }
}

interface Search {
  readonly table: SourceTable;
  readonly columns: readonly AssessedColumn[];
  readonly keys: readonly (readonly string[])[];
}

/** Every row but the first of those that have a key in common. */
async function addTwins(
  { db, badRows }: QuarantineInput,
  { table, columns, keys }: Search,
  signal: AbortSignal,
): Promise<void> {
  badRows.releaseTwins(table);
  const rows = badRows.keepSql(table);
  const valueSql = (column: string) => badRows.valueSql(table, column);
  using counts = await KeyCounts.of({ db, table, columns, keys, rows, valueSql, signal });
  for await (const twins of counts.twins()) {
    for (const { row, key } of twins) {
      badRows.addTwin(table, row, `${keys[key]?.join(', ')}: the same key as an earlier row`);
    }
  }
}
