import type { Database } from 'better-sqlite3';

/** A row of sqlite_schema, in the order in which the objects were created. */
export interface SchemaEntry {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  readonly tableName: string;
  readonly sql: string;
}

/** A row of PRAGMA table_list; views and the schema table itself are left out. */
export interface TableFacts {
  readonly type: 'table' | 'virtual' | 'shadow';
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

/** A row of PRAGMA table_xinfo. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Place in the primary key from 1, 0 for other columns. */
  readonly keyPosition: number;
  /** 0 ordinary, 1 hidden column of a virtual table, 2 virtual and 3 stored generated column. */
  readonly hidden: 0 | 1 | 2 | 3;
}

/** A row of PRAGMA index_list. */
export interface IndexFacts {
  readonly name: string;
  readonly unique: boolean;
  readonly origin: 'c' | 'u' | 'pk';
  readonly partial: boolean;
}

/** A key row of PRAGMA index_xinfo; the name is null for an expression. */
export interface IndexPartFacts {
  readonly name: string | null;
  readonly descending: boolean;
  readonly collation: string;
}

/** A row of PRAGMA foreign_key_list: one column of one key. */
export interface ForeignKeyFacts {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  readonly to: string | null;
  readonly onUpdate: string;
  readonly onDelete: string;
}

type Flags<Row, Names extends keyof Row> = Omit<Row, Names> & Record<Names, number>;

export function schemaEntries(db: Database): SchemaEntry[] {
  return db
    .prepare<[], SchemaEntry>(
      `SELECT type, name, tbl_name AS tableName, coalesce(sql, '') AS sql FROM main.sqlite_schema ORDER BY rowid`,
    )
    .all();
}

/** By name of the table. */
export function tableFacts(db: Database): Map<string, TableFacts> {
  const rows = db
    .prepare<[], Flags<TableFacts, 'withoutRowid' | 'strict'> & { name: string }>(
      `SELECT name, type, wr AS withoutRowid, strict FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'virtual', 'shadow')`,
    )
    .all();
  return new Map(
    rows.map(({ name, type, withoutRowid, strict }) => [
      name,
      { type, withoutRowid: withoutRowid === 1, strict: strict === 1 },
    ]),
  );
}

export function columnFacts(db: Database, table: string): ColumnFacts[] {
  return db
    .prepare<[string], Flags<ColumnFacts, 'notNull'>>(
      `SELECT name, type, "notnull" AS "notNull", dflt_value AS "default", pk AS keyPosition, hidden
         FROM pragma_table_xinfo(?, 'main') ORDER BY cid`,
    )
    .all(table)
    .map((row) => ({ ...row, notNull: row.notNull === 1 }));
}

export function indexFacts(db: Database, table: string): IndexFacts[] {
  return db
    .prepare<[string], Flags<IndexFacts, 'unique' | 'partial'>>(
      `SELECT name, "unique", origin, partial FROM pragma_index_list(?, 'main') ORDER BY seq DESC`,
    )
    .all(table)
    .map((row) => ({ ...row, unique: row.unique === 1, partial: row.partial === 1 }));
}

export function indexPartFacts(db: Database, index: string): IndexPartFacts[] {
  return db
    .prepare<[string], Flags<IndexPartFacts, 'descending'>>(
      `SELECT name, "desc" AS descending, coll AS collation
         FROM pragma_index_xinfo(?, 'main') WHERE "key" ORDER BY seqno`,
    )
    .all(index)
    .map((row) => ({ ...row, descending: row.descending === 1 }));
}

/** In the order in which the keys are written: SQLite numbers them from the last to the first. */
export function foreignKeyFacts(db: Database, table: string): ForeignKeyFacts[] {
  return db
    .prepare<[string], ForeignKeyFacts>(
      `SELECT id, "table", "from", "to", on_update AS onUpdate, on_delete AS onDelete
         FROM pragma_foreign_key_list(?, 'main') ORDER BY id DESC, seq`,
    )
    .all(table);
}
