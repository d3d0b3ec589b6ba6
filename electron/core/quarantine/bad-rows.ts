import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { QuarantineEntry } from '../../../shared/run.ts';
import type { SourceTable } from '../../../shared/source.ts';
import { rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { BadRowList } from '../source/row-filter.ts';
import { rowReader } from './read-row.ts';

type Action = QuarantineEntry['action'];

/**
 * The rows that are kept out of the target and the values that are replaced by NULL, with the reasons.
 *
 * The list lives in a TEMP table on the snapshot's connection, so that its size doesn't count in memory and
 * every stage leaves out the same rows by SQL.
 */
export class BadRows implements BadRowList, Disposable {
  readonly #db: Database;
  readonly #tables = new Map<string, Listed>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      `CREATE TEMP TABLE IF NOT EXISTS rollcall_bad_row (
         rollcall_table TEXT NOT NULL, rollcall_key NOT NULL, rollcall_column TEXT NOT NULL,
         rollcall_reason TEXT NOT NULL, rollcall_action TEXT NOT NULL, rollcall_twin INTEGER NOT NULL,
         PRIMARY KEY (rollcall_table, rollcall_action, rollcall_column, rollcall_key)
       ) WITHOUT ROWID`,
    );
  }

  /** For whoever only wants to know; a run's list lives as long as its connection. */
  [Symbol.dispose](): void {
    this.#db.exec('DROP TABLE temp.rollcall_bad_row');
  }

  /**
   * Notes the rows of `table` for which a SQL condition holds.
   *
   * @param column the column to replace by NULL; the whole row is kept out without it
   * @returns how many rows are new on the list
   */
  addWhere(
    table: SourceTable,
    where: string,
    reason: string,
    column?: string,
    params: readonly unknown[] = [],
  ): number {
    const action: Action = column === undefined ? 'quarantined' : 'set null';
    const from = `FROM ${quoteName(table.name)} WHERE (${where}) AND ${this.keepSql(table)}`;
    const { changes } = this.#db
      .prepare<unknown[]>(
        `INSERT OR IGNORE INTO temp.rollcall_bad_row SELECT ?, ${rowKeySql(table)}, ?, ?, ?, 0 ${from}`,
      )
      .run(table.name, column ?? '', reason, action, ...params);
    this.#count(table, column, changes);
    return changes;
  }

  /** Notes one row by its key as text, as rowKeySql gives it. */
  addKey(table: SourceTable, key: string, reason: string, column?: string): number {
    const added = this.#addKey(table, key, reason, column, false);
    this.#count(table, column, added);
    return added;
  }

  /** Keeps out one row because another has its key: until it turns out that the other doesn't arrive. */
  addTwin(table: SourceTable, key: string, reason: string): void {
    this.#count(table, undefined, this.#addKey(table, key, reason, undefined, true), true);
  }

  #addKey(
    table: SourceTable,
    key: string,
    reason: string,
    column: string | undefined,
    twin: boolean,
  ): number {
    const cast = table.rowidName === undefined ? '?' : 'CAST(? AS INTEGER)';
    const action: Action = column === undefined ? 'quarantined' : 'set null';
    return this.#db
      .prepare<unknown[]>(`INSERT OR IGNORE INTO temp.rollcall_bad_row VALUES (?, ${cast}, ?, ?, ?, ?)`)
      .run(table.name, key, column ?? '', reason, action, twin ? 1 : 0).changes;
  }

  /** Takes the rows of `addTwin` off the list again. */
  releaseTwins(table: SourceTable): void {
    const entry = this.#tables.get(table.name);
    if (!entry?.twins) return;
    this.#db
      .prepare<[string]>('DELETE FROM temp.rollcall_bad_row WHERE rollcall_table = ? AND rollcall_twin = 1')
      .run(table.name);
    entry.twins = false;
    entry.changes += 1;
    entry.quarantined = this.#rows(table, this.#listed(table, 'quarantined'));
  }

  #count(table: SourceTable, column: string | undefined, added: number, twin = false): void {
    if (added === 0) return;
    const entry = this.#tables.get(table.name) ?? {
      quarantined: 0,
      columns: new Set<string>(),
      twins: false,
      changes: 0,
      lost: 0,
    };
    entry.changes += 1;
    if (twin) entry.twins = true;
    else entry.lost += added;
    if (column !== undefined) entry.columns.add(column);
    else if (table.rowidName !== undefined || table.withoutRowid) entry.quarantined += added;
    // Equal rows have one key in common.
    else entry.quarantined = this.#rows(table, this.#listed(table, 'quarantined'));
    this.#tables.set(table.name, entry);
  }

  #rows(table: SourceTable, where: string): number {
    const sql = `SELECT count(*) FROM ${quoteName(table.name)} WHERE ${where}`;
    return this.#db.prepare<[], number>(sql).pluck().get() ?? 0;
  }

  keepSql(table: SourceTable): string {
    if (this.quarantined(table.name) === 0) return 'TRUE';
    return `NOT ${this.#listed(table, 'quarantined')}`;
  }

  valueSql(table: SourceTable, column: string): string {
    const name = quoteName(column);
    if (!this.#tables.get(table.name)?.columns.has(column)) return name;
    return `CASE WHEN ${this.#listed(table, 'set null', column)} THEN NULL ELSE ${name} END`;
  }

  quarantined(table: string): number {
    return this.#tables.get(table)?.quarantined ?? 0;
  }

  /** Grows with each entry for another reason than that of `addTwin`. */
  lost(table: string): number {
    return this.#tables.get(table)?.lost ?? 0;
  }

  /** Grows whenever the table's entries change. */
  changes(table: string): number {
    return this.#tables.get(table)?.changes ?? 0;
  }

  /** Keys of the rows that are kept out, as text, a hundred at a time. */
  *quarantinedKeys(table: SourceTable): Generator<string[]> {
    for (let after: Place | undefined; ; ) {
      const batch = this.#batch(table, after);
      yield batch.flatMap(({ text, action }) => (action === 'quarantined' ? [text] : []));
      after = batch.at(-1);
      if (!after) return;
    }
  }

  /** Rows loaded with some value replaced by NULL. */
  repaired(table: string): number {
    if (!this.#tables.get(table)?.columns.size) return 0;
    const sql = `SELECT count(DISTINCT rollcall_key) FROM temp.rollcall_bad_row
      WHERE rollcall_table = ? AND rollcall_action = 'set null' AND rollcall_key NOT IN (
        SELECT rollcall_key FROM temp.rollcall_bad_row WHERE rollcall_table = ? AND rollcall_action = 'quarantined')`;
    return this.#db.prepare<unknown[], number>(sql).pluck().get(table, table) ?? 0;
  }

  /**
   * SQL condition: the row is on the list. One look into the list's index for each row, since a query reads a block
   * and the list may be as long as the table. The plus takes away the affinity for which SQLite passes the index over;
   * the list's columns have names that the table's own, within the key, won't have.
   */
  #listed(table: SourceTable, action: Action, column = ''): string {
    const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
    return (
      `EXISTS (SELECT 1 FROM temp.rollcall_bad_row WHERE rollcall_table = ${text(table.name)} ` +
      `AND rollcall_action = ${text(action)} AND rollcall_column = ${text(column)} ` +
      `AND rollcall_key = +(${rowKeySql(table)}))`
    );
  }

  /** Every entry with its whole row, table by table; keeps a hundred in memory at a time. */
  async *entries(tables: readonly SourceTable[], signal: AbortSignal): AsyncGenerator<QuarantineEntry> {
    for (const table of tables.filter(({ name }) => this.#tables.has(name))) {
      const read = rowReader(this.#db, table);
      for (let after: Place | undefined; ; ) {
        const batch = this.#batch(table, after);
        for (const { key, text, column, reason, action } of batch) {
          const rows = read(key);
          if (rows.length === 0) throw rollcallError('quarantine-row-lost', { table: table.name, key: text });
          for (const row of rows) {
            yield { table: table.name, key: text, ...(column === '' ? {} : { column }), reason, action, row };
          }
        }
        const last = batch.at(-1);
        if (!last) break;
        after = last;
        await setImmediate();
        signal.throwIfAborted();
      }
    }
  }

  #batch(table: SourceTable, after: Place | undefined): BadRow[] {
    const next =
      after === undefined ? '' : 'AND (rollcall_action, rollcall_column, rollcall_key) > (?, ?, ?)';
    return this.#db
      .prepare<unknown[], BadRow>(
        `SELECT rollcall_key AS key, CAST(rollcall_key AS TEXT) AS text, rollcall_column AS column,
                rollcall_reason AS reason, rollcall_action AS action
           FROM temp.rollcall_bad_row WHERE rollcall_table = ? ${next}
          ORDER BY rollcall_action, rollcall_column, rollcall_key LIMIT 100`,
      )
      .safeIntegers()
      .all(table.name, ...(after === undefined ? [] : [after.action, after.column, after.key]));
  }
}

/** What the list holds of one table. */
interface Listed {
  quarantined: number;
  readonly columns: Set<string>;
  twins: boolean;
  changes: number;
  lost: number;
}

/** Where an entry stands in the list's order. */
type Place = Pick<BadRow, 'action' | 'column' | 'key'>;

interface BadRow {
  readonly key: bigint | string;
  readonly text: string;
  readonly column: string;
  readonly reason: string;
  readonly action: Action;
}
