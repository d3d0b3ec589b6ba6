import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Plan, PlannedForeignKey, PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { orphanSql } from '../source/orphan-sql.ts';
import { isNullSql, quoteName } from '../source/quote.ts';
import type { AssessedColumn, AssessedTable } from '../values/assessed.ts';
import { comparedAsText } from '../values/compared-as-text.ts';
import { convertedKeySql } from '../values/converted-key.ts';
import { encoderFor } from '../values/encode.ts';
import { valuesOf } from '../values/values-of.ts';
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

/** Finds every row that the plan keeps out or changes, before anything is copied. */
export async function findBadRows(input: QuarantineInput, context: StageContext): Promise<void> {
  for (const { table, columns } of input.assessed) {
    const planned = plannedTable(input.plan, table);
    for (const column of columns) await addBadValues(input, table, planned, column, context.signal);
    addBadKeys(input, table, planned, columns);
    context.advance({ done: table.rows, total: table.rows, table: table.name });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  await addOrphans(input, context.signal);
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

/** NULL where the target can't have it, and every row but the first of those with the same key. */
function addBadKeys(
  { db, badRows }: QuarantineInput,
  table: SourceTable,
  { primaryKey, uniques, columns: plannedColumns }: PlannedTable,
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
  const readings = new Map(columns.map(({ column, reading }) => [column.name, reading]));
  const converted = new Set(
    columns.flatMap(({ column, route }) => (route === 'by value' ? [column.name] : [])),
  );
  const keys: PlannedKey[] = [...(primaryKey ? [primaryKey] : []), ...uniques];
  for (const key of keys.filter(({ columns: own }) => own.some((column) => converted.has(column)))) {
    const value = convertedKeySql(db, table, key.columns, readings);
    const rowKey = rowKeySql(table);
    const first = `SELECT min(${rowKey}) FROM ${quoteName(table.name)} WHERE ${badRows.keepSql(table)} GROUP BY ${value}`;
    badRows.addWhere(
      table,
      `${value} IS NOT NULL AND ${rowKey} NOT IN (${first})`,
      `${key.columns.join(', ')}: the same key as an earlier row`,
    );
  }
}

const blockRows = 20_000;

/**
 * Keeps out rows whose parent isn't there or was kept out itself, until nothing changes: each row that goes
 * may have children of its own.
 */
export async function addOrphans(input: QuarantineInput, signal: AbortSignal): Promise<void> {
  const { source, plan, badRows, wholeKeys } = input;
  const byName = new Map(source.tables.map((table) => [table.name, table]));
  for (let found = -1; found !== 0; ) {
    found = 0;
    for (const { name, foreignKeys } of plan.tables) {
      const child = byName.get(name);
      for (const key of child ? foreignKeys : []) {
        const parent = byName.get(key.parentTable);
        if (!child || !parent) continue;
        if (presentSql(badRows, parent, key.parentColumns) === 'TRUE' && wholeKeys.has(key)) continue;
        found += await addOrphansOf(input, child, key, parent, signal);
      }
    }
  }
}

/** Condition on rows that arrive with their key: neither kept out nor replaced by NULL. `TRUE` when all do. */
function presentSql(badRows: BadRows, table: SourceTable, key: readonly string[]): string {
  const replaced = key.flatMap((column) => {
    const value = badRows.valueSql(table, column);
    return value === quoteName(column) ? [] : [`${value} IS NOT NULL`];
  });
  return replaced.length === 0 ? badRows.keepSql(table) : [badRows.keepSql(table), ...replaced].join(' AND ');
}

async function addOrphansOf(
  { db, badRows, assessed }: QuarantineInput,
  child: SourceTable,
  key: PlannedForeignKey,
  parent: SourceTable,
  signal: AbortSignal,
): Promise<number> {
  const orphan = orphanSql(child, key, {
    parentRows: presentSql(badRows, parent, key.parentColumns),
    valueSql: (column) => badRows.valueSql(child, column),
    asText: comparedAsText(assessed, child.name, key),
  });
  const reason = `no such row in ${key.parentTable}`;
  let found = 0;
  for (const block of blocks(db, child, blockRows)) {
    const where = `(${block.where}) AND ${orphan}`;
    if (key.orphans === 'set null') {
      for (const column of key.columns) found += badRows.addWhere(child, where, reason, column, block.params);
    } else {
      const whole = `${key.columns.join(', ')}: ${reason}`;
      found += badRows.addWhere(child, where, whole, undefined, block.params);
    }
    await setImmediate();
    signal.throwIfAborted();
  }
  return found;
}
