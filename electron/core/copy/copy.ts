import type { Database } from 'better-sqlite3';
import type { Plan } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { type Lanes, onLanes } from '../postgres/lanes.ts';
import type { BadRowList } from '../source/row-filter.ts';
import type { AssessedTable } from '../values/assessed.ts';
import { copyTable } from './copy-table.ts';

export interface CopyInput {
  readonly db: Database;
  readonly source: Source;
  readonly plan: Plan;
  readonly assessed: readonly AssessedTable[];
  readonly badRows: BadRowList;
  readonly lanes: Lanes;
  /** The staging schema. */
  readonly schema: string;
}

/**
 * Copies tables, the largest first, as many at a time as there are lanes.
 *
 * @param only names of the tables to copy; all when absent
 * @returns how many rows the server refused
 */
export async function copyTables(
  input: CopyInput,
  context: StageContext,
  only?: ReadonlySet<string>,
): Promise<number> {
  const { db, source, plan, badRows, lanes, schema } = input;
  const tables = input.assessed
    .filter(({ table }) => only?.has(table.name) ?? true)
    .toSorted((one, other) => other.table.rows - one.table.rows);
  const total = tables.reduce((sum, { table }) => sum + table.rows, 0);
  let done = 0;
  let refused = 0;
  await onLanes(lanes, tables, context.signal, async (client, assessed) => {
    const planned = plan.tables.find(({ name }) => name === assessed.table.name);
    if (!planned) throw new Error(`the plan has no table ${assessed.table.name}`);
    const utf8 = source.file.encoding === 'UTF-8';
    const read = { db, utf8, assessed, planned, filter: badRows, signal: context.signal };
    let rows = 0;
    const refusedHere = await copyTable({ client, schema }, read, badRows, (copied) => {
      rows += copied;
      done += copied;
      context.advance({ done, total, table: planned.name, rows });
    });
    // Not `refused += await`: that adds to what it was before, and other lanes have added meanwhile.
    refused += refusedHere;
  });
  return refused;
}
