import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { PreviewCell } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Source, SourceTable } from '../../shared/source.ts';
import type { Renamed } from '../core/source/fit-names.ts';
import { quoteName } from '../core/source/quote.ts';
import { openSnapshot, type Snapshot } from '../core/source/snapshot.ts';

/** Rows that are stepped over in one go: about a millisecond, so that whoever waits for this thread doesn't notice. */
const stride = 5000;
/** Characters of a text that a preview shows. */
const longest = 300;

/** A table to look at, with the names that the snapshot has for it. */
interface OpenTable {
  readonly table: SourceTable;
  readonly from: string;
  readonly columns: readonly string[];
  /** Rowid of each `stride`th row, as far as anybody has looked. */
  readonly marks: bigint[];
}

/** The rows of the opened file, for looking through them. */
export class OpenedRows {
  #db: Database | undefined;
  #tables = new Map<string, OpenTable>();

  open(snapshot: Snapshot, source: Source, renamed: readonly Renamed[]): void {
    this.close();
    this.#db = openSnapshot(snapshot);
    for (const table of source.tables) this.#tables.set(table.name, asOpened(table, renamed));
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
    this.#tables = new Map();
  }

  /**
   * Reads some rows of a table in the order of their keys.
   *
   * @throws RollcallError nothing-open
   */
  async read(name: string, from: number, count: number): Promise<PreviewCell[][]> {
    const db = this.#db;
    const open = this.#tables.get(name);
    if (!db || !open) throw rollcallError('nothing-open', {});
    if (open.table.rowidName === undefined) return readByOffset(db, open, from, count);
    const rowid = quoteName(open.table.rowidName);
    const mark = await this.#markBefore(db, open, rowid, from);
    // The file may have been closed, or another one opened, between two strides.
    if (this.#db !== db) throw rollcallError('nothing-open', {});
    if (!mark) return [];
    return cellsOf(
      db
        .prepare<unknown[], unknown[]>(
          `SELECT ${columnsSql(open)} FROM ${open.from} WHERE ${rowid} >= ? ORDER BY ${rowid} LIMIT ? OFFSET ?`,
        )
        .raw()
        .all(mark.rowid, count, from - mark.position),
    );
  }

  /** The last mark at or before a row; marks on the way there are made and kept. */
  async #markBefore(
    db: Database,
    { from: table, marks }: OpenTable,
    rowid: string,
    position: number,
  ): Promise<{ rowid: bigint; position: number } | undefined> {
    const wanted = Math.floor(position / stride);
    const first = db.prepare<[], bigint>(`SELECT ${rowid} FROM ${table} ORDER BY ${rowid} LIMIT 1`);
    const next = db.prepare<[bigint], bigint>(
      `SELECT ${rowid} FROM ${table} WHERE ${rowid} >= ? ORDER BY ${rowid} LIMIT 1 OFFSET ${stride}`,
    );
    while (marks.length <= wanted) {
      const last = marks.at(-1);
      const found =
        last === undefined ? first.pluck().safeIntegers().get() : next.pluck().safeIntegers().get(last);
      if (found === undefined) break;
      marks.push(found);
      await setImmediate();
      if (this.#db !== db) return undefined;
    }
    const at = Math.min(wanted, marks.length - 1);
    const mark = marks[at];
    return mark === undefined ? undefined : { rowid: mark, position: at * stride };
  }
}

function asOpened(table: SourceTable, renamed: readonly Renamed[]): OpenTable {
  const name = renamed.find((change) => change.column === undefined && change.to === table.name)?.table;
  const before = name ?? table.name;
  const columns = table.columns.map(
    (column) =>
      renamed.find(
        (change) => change.table === before && change.column !== undefined && change.to === column.name,
      )?.column ?? column.name,
  );
  return { table, from: quoteName(before), columns, marks: [] };
}

function readByOffset(db: Database, open: OpenTable, from: number, count: number): PreviewCell[][] {
  return cellsOf(
    db
      .prepare<unknown[], unknown[]>(`SELECT ${columnsSql(open)} FROM ${open.from} LIMIT ? OFFSET ?`)
      .raw()
      .all(count, from),
  );
}

/** Type and text of each value; of a long text its beginning, of bytes their number. */
function columnsSql({ columns }: OpenTable): string {
  return columns
    .map(quoteName)
    .flatMap((column) => [
      `typeof(${column})`,
      `CASE typeof(${column}) WHEN 'null' THEN NULL WHEN 'blob' THEN length(${column})
         WHEN 'text' THEN substr(${column}, 1, ${longest + 1}) ELSE CAST(${column} AS TEXT) END`,
    ])
    .join(', ');
}

function cellsOf(rows: readonly unknown[][]): PreviewCell[][] {
  return rows.map((row) =>
    row.flatMap((type, position) => (position % 2 === 0 ? [cellOf(type, row[position + 1])] : [])),
  );
}

function cellOf(type: unknown, value: unknown): PreviewCell {
  switch (type) {
    case 'null':
      return { kind: 'null' };
    case 'blob':
      return { kind: 'bytes', bytes: Number(value) };
    case 'text': {
      const text = String(value);
      return { kind: 'text', text: text.slice(0, longest), cut: text.length > longest };
    }
    default:
      return { kind: 'number', text: String(value) };
  }
}
