import { setImmediate } from 'node:timers/promises';
import type { PlannedForeignKey } from '../../../shared/plan.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { orphanSql } from '../source/orphan-sql.ts';
import { quoteName } from '../source/quote.ts';
import { comparedAsText } from '../values/compared-as-text.ts';
import type { BadRows } from './bad-rows.ts';
import type { QuarantineInput } from './quarantine-input.ts';

const blockRows = 20_000;
/** Links of a chain that are followed before others have their turn. */
const pauseAfter = 500;

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
  input: QuarantineInput,
  child: SourceTable,
  key: PlannedForeignKey,
  parent: SourceTable,
  signal: AbortSignal,
): Promise<number> {
  const { db, badRows, assessed } = input;
  const asText = comparedAsText(assessed, child.name, key);
  const orphan = orphanSql(child, key, {
    parentRows: presentSql(badRows, parent, key.parentColumns),
    valueSql: (column) => badRows.valueSql(child, column),
    asText,
  });
  const reason = `no such row in ${key.parentTable}`;
  let found = 0;
  for (const block of blocks(db, child, blockRows)) {
    const where = `(${block.where}) AND ${orphan}`;
    if (key.orphans === 'set null') {
      for (const column of key.columns) found += badRows.addWhere(child, where, reason, column, block.params);
    } else {
      found += badRows.addWhere(child, where, reasonOf(key), undefined, block.params);
    }
    await setImmediate();
    signal.throwIfAborted();
  }
  const named = child.rowidName !== undefined || child.withoutRowid;
  if (found > 0 && parent === child && key.orphans === 'quarantine' && named && !asText) {
    found += await addDescendants(input, child, key, signal);
  }
  return found;
}

function reasonOf({ columns, parentTable }: PlannedForeignKey): string {
  return `${columns.join(', ')}: no such row in ${parentTable}`;
}

/**
 * Keeps out what refers to a row of its own table that was kept out, down to the end of each chain. The references are
 * listed once, since otherwise each link of a chain would take a look at the whole table.
 */
async function addDescendants(
  { db, badRows }: QuarantineInput,
  table: SourceTable,
  { columns, parentColumns, ...key }: PlannedForeignKey,
  signal: AbortSignal,
): Promise<number> {
  const name = quoteName(table.name);
  const rowKey = `CAST(${rowKeySql(table)} AS TEXT)`;
  const same = columns.map(
    (column, place) =>
      `rollcall_parent.${quoteName(parentColumns[place] ?? '')} = ${name}.${quoteName(column)} COLLATE BINARY`,
  );
  db.exec(
    `CREATE TEMP TABLE rollcall_link (rollcall_parent TEXT NOT NULL, rollcall_child TEXT NOT NULL,
       PRIMARY KEY (rollcall_parent, rollcall_child)) WITHOUT ROWID`,
  );
  try {
    for (const block of blocks(db, table, blockRows)) {
      db.prepare<unknown[]>(
        `INSERT INTO temp.rollcall_link SELECT * FROM (
           SELECT (SELECT ${rowKey} FROM ${name} AS rollcall_parent WHERE ${same.join(' AND ')}) AS rollcall_found,
                  ${rowKey} FROM ${name} WHERE ${block.where}) WHERE rollcall_found IS NOT NULL`,
      ).run(...block.params);
      await setImmediate();
      signal.throwIfAborted();
    }
    const childrenOf = db
      .prepare<[string], string>('SELECT rollcall_child FROM temp.rollcall_link WHERE rollcall_parent = ?')
      .pluck();
    const reason = reasonOf({ columns, parentColumns, ...key });
    let found = 0;
    for (const gone of badRows.quarantinedKeys(table)) {
      for (let place = 0; place < gone.length; place += 1) {
        for (const child of childrenOf.all(gone[place] ?? '')) {
          if (badRows.addKey(table, child, reason) === 0) continue;
          gone.push(child);
          found += 1;
        }
        if (place % pauseAfter !== 0) continue;
        await setImmediate();
        signal.throwIfAborted();
      }
    }
    return found;
  } finally {
    db.exec('DROP TABLE temp.rollcall_link');
  }
}
