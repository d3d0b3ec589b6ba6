import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Finding, RowsAlong } from '../../../shared/finding.ts';
import type { Plan, PlannedForeignKey } from '../../../shared/plan.ts';
import type { Source, SourceTable } from '../../../shared/source.ts';
import { blocks } from '../source/blocks.ts';
import { orphanSql } from '../source/orphan-sql.ts';
import { isNullSql, quoteName } from '../source/quote.ts';
import type { AssessedTable } from '../values/assessed.ts';
import { comparedAsText } from '../values/compared-as-text.ts';
import { encoderFor } from '../values/encode.ts';
import { KeyCounts } from '../values/key-counts.ts';
import { uniqueKeys } from '../values/unique-keys.ts';
import { valuesOf } from '../values/values-of.ts';
import { BadRows } from './bad-rows.ts';

export interface AlongInput {
  readonly db: Database;
  readonly source: Source;
  readonly plan: Plan;
  readonly assessed: readonly AssessedTable[];
  readonly signal: AbortSignal;
}

const blockRows = 100_000;
/** A chain of references longer than this is followed when the rows are moved, and not for a word about them. */
const mostRounds = 12;

/**
 * Which rows would go with those of a finding, were they put aside: what refers to them, straight or by way of others,
 * where no reference is emptied or left out.
 *
 * @returns nothing where that can't be told soon
 */
export async function rowsAlong(input: AlongInput, finding: Finding): Promise<RowsAlong[] | undefined> {
  const { db, source, plan } = input;
  const table = source.tables.find(({ name }) => name === finding.table);
  if (table === undefined) return undefined;
  using gone = new BadRows(db);
  if (!(await addFound(input, finding, table, gone))) return undefined;
  const own = gone.quarantined(table.name);
  if (!(await addReferring(input, gone))) return undefined;
  return plan.tables.flatMap(({ name }) => {
    const rows = gone.quarantined(name) - (name === table.name ? own : 0);
    return rows > 0 ? [{ table: name, rows }] : [];
  });
}

/** @returns false where the finding's rows can't be told from others */
async function addFound(
  input: AlongInput,
  finding: Finding,
  table: SourceTable,
  gone: BadRows,
): Promise<boolean> {
  const { plan, assessed } = input;
  switch (finding.code) {
    case 'orphan': {
      const planned = plan.tables.find(({ name }) => name === table.name);
      const key = planned?.foreignKeys.find(({ columns }) => columns.join(', ') === finding.column);
      if (key === undefined) return false;
      const asText = comparedAsText(assessed, table.name, key);
      gone.addWhere(table, orphanSql(table, key, { parentRows: 'TRUE', valueSql: quoteName, asText }), '');
      return true;
    }
    case 'null-in-required':
    case 'null-in-key': {
      const columns = table.columns.filter(({ name }) =>
        finding.code === 'null-in-key' ? table.primaryKey?.columns.includes(name) : name === finding.column,
      );
      gone.addWhere(table, columns.map(({ name }) => isNullSql(quoteName(name))).join(' OR '), '');
      return true;
    }
    case 'duplicate-key':
      return addDoubled(input, finding, table, gone);
    default:
      return addRejected(input, finding, table, gone);
  }
}

async function addDoubled(
  { db, plan, assessed, signal }: AlongInput,
  finding: Finding,
  table: SourceTable,
  gone: BadRows,
): Promise<boolean> {
  const planned = plan.tables.find(({ name }) => name === table.name);
  const columns = assessed.find((one) => one.table.name === table.name)?.columns;
  const key = (planned ? uniqueKeys(planned) : []).find((one) => one.columns.join(', ') === finding.column);
  if (columns === undefined || key === undefined) return false;
  const keys = [key.columns];
  using counts = await KeyCounts.of({ db, table, columns, keys, rows: 'TRUE', valueSql: quoteName, signal });
  for await (const twins of counts.twins()) for (const { row } of twins) gone.addKey(table, row, '');
  return true;
}

async function addRejected(
  { db, source, assessed, signal }: AlongInput,
  { column, facts }: Finding,
  table: SourceTable,
  gone: BadRows,
): Promise<boolean> {
  const found = assessed
    .find((one) => one.table.name === table.name)
    ?.columns.find((one) => one.column.name === column);
  const reason = facts?.['reason'];
  if (found === undefined || !found.rejections.some((one) => one.reason === reason)) return false;
  const encode = encoderFor(found.reading);
  const options = { encoding: source.file.encoding, signal };
  for await (const values of valuesOf(db, table, found.column.name, options)) {
    for (const { key, value, validText } of values) {
      const encoded = validText ? encode(value) : ({ rejected: 'invalid UTF-8' } as const);
      if (typeof encoded !== 'string' && encoded.rejected === reason) gone.addKey(table, key, '');
    }
  }
  return true;
}

/** @returns false when it was given up */
async function addReferring(input: AlongInput, gone: BadRows): Promise<boolean> {
  const { source, plan } = input;
  const byName = new Map(source.tables.map((table) => [table.name, table]));
  const looked = new Map<PlannedForeignKey, number>();
  for (let round = 0; round < mostRounds; round += 1) {
    let isSettled = true;
    for (const { name, foreignKeys } of plan.tables) {
      const child = byName.get(name);
      for (const key of child ? foreignKeys : []) {
        const parent = byName.get(key.parentTable);
        const changes = gone.changes(key.parentTable);
        if (!child || !parent || changes === (looked.get(key) ?? 0)) continue;
        looked.set(key, changes);
        isSettled = false;
        await addChildren(input, gone, child, key, parent);
      }
    }
    if (isSettled) return true;
  }
  return false;
}

/** Rows that refer to one that goes, and to none that stays. */
async function addChildren(
  { db, assessed, signal }: AlongInput,
  gone: BadRows,
  child: SourceTable,
  key: PlannedForeignKey,
  parent: SourceTable,
): Promise<void> {
  const asText = comparedAsText(assessed, child.name, key);
  const stays = gone.keepSql(parent);
  const value = (name: string) => (asText ? `CAST(${quoteName(name)} AS TEXT)` : quoteName(name));
  const own = key.columns.map((name) => `${value(name)} COLLATE BINARY`).join(', ');
  const refersToGone =
    `(${own}) IN (SELECT ${key.parentColumns.map(value).join(', ')} ` +
    `FROM ${quoteName(parent.name)} WHERE NOT (${stays}))`;
  const refersToNone = orphanSql(child, key, { parentRows: stays, valueSql: quoteName, asText });
  for (const block of blocks(db, child, blockRows)) {
    gone.addWhere(
      child,
      `(${block.where}) AND ${refersToGone} AND ${refersToNone}`,
      '',
      undefined,
      block.params,
    );
    await setImmediate();
    signal.throwIfAborted();
  }
}
