import { setImmediate } from 'node:timers/promises';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { isNullSql, quoteName } from '../source/quote.ts';
import type { AssessedColumn } from '../values/assessed.ts';
import { encoderFor } from '../values/encode.ts';
import { valuesOf } from '../values/values-of.ts';
import type { QuarantineInput } from './quarantine-input.ts';
import { settleKeys } from './settle-keys.ts';

/** Finds every row that the plan keeps out or changes, before anything is copied. */
export async function findBadRows(input: QuarantineInput, context: StageContext): Promise<void> {
  for (const { table, columns } of input.assessed) {
    const planned = plannedTable(input.plan, table);
    for (const column of columns) await addBadValues(input, table, planned, column, context.signal);
    addMissingValues(input, table, planned, columns);
    context.advance({ done: table.rows, total: table.rows, table: table.name });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  await settleKeys(input, context.signal);
}

function plannedTable(plan: Plan, table: SourceTable): PlannedTable {
  const planned = plan.tables.find(({ name }) => name === table.name);
  if (!planned) throw new Error(`the plan has no table ${table.name}`);
  return planned;
}

async function addBadValues(
  { db, source, badRows }: QuarantineInput,
  table: SourceTable,
  planned: PlannedTable,
  { column, reading, rejections }: AssessedColumn,
  signal: AbortSignal,
): Promise<void> {
  if (rejections.length === 0) return;
  const setNull = planned.columns.find(({ name }) => name === column.name)?.badValues === 'set null';
  const encode = encoderFor(reading);
  const options = { encoding: source.file.encoding, signal };
  for await (const values of valuesOf(db, table, column.name, options)) {
    for (const { key, value, validText } of values) {
      const encoded = validText ? encode(value) : ({ rejected: 'invalid UTF-8' } as const);
      if (typeof encoded === 'string') continue;
      if (setNull) badRows.addKey(table, key, encoded.rejected, column.name);
      else badRows.addKey(table, key, `${column.name}: ${encoded.rejected}`);
    }
  }
}

/** NULL where the target can't have it. */
function addMissingValues(
  { badRows }: QuarantineInput,
  table: SourceTable,
  { columns: plannedColumns }: PlannedTable,
  columns: readonly AssessedColumn[],
): void {
  const doubtful = columns.filter(({ nonNull, column }) => {
    const notNull = plannedColumns.find(({ name }) => name === column.name)?.notNull;
    return notNull && nonNull < table.rows;
  });
  for (const { column } of doubtful) {
    badRows.addWhere(
      table,
      isNullSql(quoteName(column.name)),
      `${column.name}: NULL in a column that must have a value`,
    );
  }
}
