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
export class BadRows implements BadRowList {
  readonly #db: Database;
  readonly #tables = new Map<string, { quarantined: number; columns: Set<string> }>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      `CREATE TEMP TABLE IF NOT EXISTS rollcall_bad_row (
         table_name TEXT NOT NULL, row_key NOT NULL, column_name TEXT NOT NULL, reason TEXT NOT NULL,
         action TEXT NOT NULL, PRIMARY KEY (table_name, action, column_name, row_key)
       ) WITHOUT ROWID`,
    );
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
        `INSERT OR IGNORE INTO temp.rollcall_bad_row SELECT ?, ${rowKeySql(table)}, ?, ?, ? ${from}`,
      )
      .run(table.name, column ?? '', reason, action, ...params);
    this.#count(table, column, changes);
    return changes;
  }

  /** Notes one row by its key as text, as rowKeySql gives it. */
  addKey(table: SourceTable, key: string, reason: string, column?: string): number {
    const cast = table.rowidName === undefined ? '?' : 'CAST(? AS INTEGER)';
    const action: Action = column === undefined ? 'quarantined' : 'set null';
    const { changes } = this.#db
      .prepare<unknown[]>(`INSERT OR IGNORE INTO temp.rollcall_bad_row VALUES (?, ${cast}, ?, ?, ?)`)
      .run(table.name, key, column ?? '', reason, action);
    this.#count(table, column, changes);
    return changes;
  }

  #count(table: SourceTable, column: string | undefined, added: number): void {
    if (added === 0) return;
    const entry = this.#tables.get(table.name) ?? { quarantined: 0, columns: new Set<string>() };
    if (column !== undefined) entry.columns.add(column);
    else if (table.rowidName !== undefined || table.withoutRowid) entry.quarantined += added;
    // Equal rows have one key in common.
    else
      entry.quarantined = this.#rows(table, `${rowKeySql(table)} IN (${this.#keys(table, 'quarantined')})`);
    this.#tables.set(table.name, entry);
  }

  #rows(table: SourceTable, where: string): number {
    const sql = `SELECT count(*) FROM ${quoteName(table.name)} WHERE ${where}`;
    return this.#db.prepare<[], number>(sql).pluck().get() ?? 0;
  }

  keepSql(table: SourceTable): string {
    if (this.quarantined(table.name) === 0) return 'TRUE';
    return `${rowKeySql(table)} NOT IN (${this.#keys(table, 'quarantined')})`;
  }

  valueSql(table: SourceTable, column: string): string {
    const name = quoteName(column);
    if (!this.#tables.get(table.name)?.columns.has(column)) return name;
    return `CASE WHEN ${rowKeySql(table)} IN (${this.#keys(table, 'set null', column)}) THEN NULL ELSE ${name} END`;
  }

  quarantined(table: string): number {
    return this.#tables.get(table)?.quarantined ?? 0;
  }

  /** Rows loaded with some value replaced by NULL. */
  repaired(table: string): number {
    if (!this.#tables.get(table)?.columns.size) return 0;
    const sql = `SELECT count(DISTINCT row_key) FROM temp.rollcall_bad_row WHERE table_name = ? AND action = 'set null'
      AND row_key NOT IN (SELECT row_key FROM temp.rollcall_bad_row WHERE table_name = ? AND action = 'quarantined')`;
    return this.#db.prepare<unknown[], number>(sql).pluck().get(table, table) ?? 0;
  }

  #keys(table: SourceTable, action: Action, column = ''): string {
    const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
    return (
      'SELECT row_key FROM temp.rollcall_bad_row ' +
      `WHERE table_name = ${text(table.name)} AND action = ${text(action)} AND column_name = ${text(column)}`
    );
  }

  /** Every entry with its whole row, table by table; keeps a hundred in memory at a time. */
  async *entries(tables: readonly SourceTable[], signal: AbortSignal): AsyncGenerator<QuarantineEntry> {
    for (const table of tables.filter(({ name }) => this.#tables.has(name))) {
      const read = rowReader(this.#db, table);
      for (let after: { key: unknown; column: string } | undefined; ; ) {
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
        after = { key: last.key, column: last.column };
        await setImmediate();
        signal.throwIfAborted();
      }
    }
  }

  #batch(table: SourceTable, after: { key: unknown; column: string } | undefined): BadRow[] {
    const next = after === undefined ? '' : 'AND (column_name, row_key) > (?, ?)';
    return this.#db
      .prepare<unknown[], BadRow>(
        `SELECT row_key AS key, CAST(row_key AS TEXT) AS text, column_name AS column, reason, action
         FROM temp.rollcall_bad_row WHERE table_name = ? ${next} ORDER BY column_name, row_key LIMIT 100`,
      )
      .safeIntegers()
      .all(table.name, ...(after === undefined ? [] : [after.column, after.key]));
  }
}

interface BadRow {
  readonly key: bigint | string;
  readonly text: string;
  readonly column: string;
  readonly reason: string;
  readonly action: Action;
}
