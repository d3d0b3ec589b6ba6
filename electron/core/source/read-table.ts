import type { Database } from 'better-sqlite3';
import type { SourceColumn, SourceIndex, SourceKey, SourceTable } from '../../../shared/source.ts';
import { collationName } from './collation.ts';
import { countRows } from './count-rows.ts';
import { foldName, quoteName } from './quote.ts';
import { type ParentTable, readForeignKeys } from './read-foreign-keys.ts';
import { readIndex } from './read-indexes.ts';
import {
  type ColumnFacts,
  columnFacts,
  foreignKeyFacts,
  type IndexFacts,
  indexFacts,
  indexPartFacts,
  type SchemaEntry,
  type TableFacts,
} from './schema-facts.ts';
import { isMissingPart } from './sqlite-error.ts';
import { nothingRead, readTableText, type TableText } from './table-text.ts';

/** A table whose foreign keys aren't resolved yet, because that takes all tables. */
export type UnlinkedTable = Omit<SourceTable, 'foreignKeys'> & {
  readonly foreignKeyTexts: TableText['foreignKeys'];
};

/** A database whose rows and whose schema may be read from two connections. */
export interface Readable {
  readonly rows: Database;
  readonly facts: Database;
}

/** Understands an ordinary table. `indexSql` holds the CREATE INDEX texts by name. */
export function readTable(
  { rows, facts: db }: Readable,
  { name, sql }: SchemaEntry,
  { withoutRowid, strict }: TableFacts,
  indexSql: ReadonlyMap<string, string>,
): UnlinkedTable {
  const facts = columnFacts(db, name);
  const indexes = indexFacts(db, name);
  const read = readTableText(sql);
  const text = 'unread' in read ? { ...nothingRead(), autoincrement: /\bAUTOINCREMENT\b/i.test(sql) } : read;
  const primaryKey = keyOf(db, facts, indexes, text, withoutRowid);
  const rowidName = withoutRowid ? undefined : rowidNameOf(facts, primaryKey);
  const sequence = primaryKey?.autoincrement ? sequenceOf(db, name) : undefined;
  const columns = facts.map((column) => columnOf(column, text));
  const readable = columns.filter((column) => canRead(rows, name, column));
  return {
    name,
    kind: 'table',
    sql,
    withoutRowid,
    strict,
    rows: countRows(rows, name),
    columns: readable,
    ...(primaryKey && { primaryKey }),
    indexes: indexesOf(db, indexes, indexSql, text),
    checks: [...text.checks],
    ...(rowidName !== undefined && { rowidName }),
    ...(sequence !== undefined && { sequence }),
    ...(text.conflictClauses.length > 0 && { conflictClauses: [...text.conflictClauses] }),
    ...('unread' in read && { unreadText: read.unread }),
    ...(readable.length < columns.length && { unreadableColumns: unreadable(columns, readable) }),
    foreignKeyTexts: text.foreignKeys,
  };
}

/** Reads a virtual table that holds rows of its own as if it were ordinary, without its hidden columns. */
export function readVirtualTableRows(db: Database, { name, sql }: SchemaEntry): UnlinkedTable {
  const facts = columnFacts(db, name).filter((column) => column.hidden === 0);
  const rowidName = rowidNameOf(facts, undefined);
  return {
    name,
    kind: 'virtual',
    sql,
    withoutRowid: false,
    strict: false,
    rows: countRows(db, name),
    columns: facts.map((column) => columnOf(column, nothingRead())),
    indexes: [],
    checks: [],
    ...(rowidName !== undefined && { rowidName }),
    foreignKeyTexts: [],
  };
}

/** Resolves a table's foreign keys. `parents` has all tables by folded name. */
export function linkTable(
  db: Database,
  { foreignKeyTexts, ...table }: UnlinkedTable,
  parents: ReadonlyMap<string, ParentTable>,
): SourceTable {
  const facts = table.kind === 'table' ? foreignKeyFacts(db, table.name) : [];
  return { ...table, foreignKeys: readForeignKeys(facts, foreignKeyTexts, parents) };
}

function columnOf(facts: ColumnFacts, text: TableText): SourceColumn {
  const folded = foldName(facts.name);
  const collation = collationName(text.collations.get(folded) ?? 'BINARY');
  const generated = facts.hidden === 2 || facts.hidden === 3;
  return {
    name: facts.name,
    declaredType: facts.type,
    notNull: facts.notNull,
    ...(facts.default !== null && !generated && { default: facts.default }),
    ...(collation !== 'BINARY' && { collation }),
    ...(generated && { generated: { sql: text.generated.get(folded) ?? '', stored: facts.hidden === 3 } }),
  };
}

/** False for a column that is computed when it is read, by a function that isn't here. */
function canRead(db: Database, table: string, { name, generated }: SourceColumn): boolean {
  if (!generated || generated.stored) return true;
  try {
    db.prepare(`SELECT ${quoteName(name)} FROM main.${quoteName(table)}`);
    return true;
  } catch (error) {
    if (isMissingPart(error)) return false;
    throw error;
  }
}

function unreadable(
  all: readonly SourceColumn[],
  readable: readonly SourceColumn[],
): { name: string; sql: string }[] {
  return all
    .filter((column) => !readable.includes(column))
    .map(({ name, generated }) => ({ name, sql: generated?.sql ?? '' }));
}

/** A key that has no index of its own is the rowid itself ("Rowid Tables": INTEGER PRIMARY KEY). */
function keyOf(
  db: Database,
  facts: readonly ColumnFacts[],
  indexes: readonly IndexFacts[],
  text: TableText,
  withoutRowid: boolean,
): SourceKey | undefined {
  const parts = facts.filter((column) => column.keyPosition > 0);
  if (parts.length === 0) return undefined;
  parts.sort((a, b) => a.keyPosition - b.keyPosition);
  const index = indexes.find(({ origin }) => origin === 'pk');
  const collations = index && indexPartFacts(db, index.name).map((part) => collationName(part.collation));
  const own = parts.map(({ name }) => collationName(text.collations.get(foldName(name)) ?? 'BINARY'));
  return {
    ...(text.keyName !== undefined && { name: text.keyName }),
    columns: parts.map((column) => column.name),
    rowidAlias: !withoutRowid && !indexes.some((index) => index.origin === 'pk'),
    autoincrement: text.autoincrement,
    ...(collations?.length === own.length && collations.join('\n') !== own.join('\n') && { collations }),
  };
}

function rowidNameOf(facts: readonly ColumnFacts[], key: SourceKey | undefined): string | undefined {
  const taken = new Set(facts.map((column) => foldName(column.name)));
  const free = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name));
  return free ?? (key?.rowidAlias ? key.columns[0] : undefined);
}

function indexesOf(
  db: Database,
  facts: readonly IndexFacts[],
  indexSql: ReadonlyMap<string, string>,
  text: TableText,
): SourceIndex[] {
  return facts
    .filter((index) => index.origin !== 'pk')
    .map((index) => readIndex(db, index, indexSql.get(index.name), text.namedUniques));
}

/** sqlite_sequence is an ordinary table that anybody may write to; what isn't a number there counts for nothing. */
function sequenceOf(db: Database, table: string): string | undefined {
  const highest = db
    .prepare<[string], string | null>(
      `SELECT CAST(max(CAST(seq AS INTEGER)) AS TEXT) FROM main.sqlite_sequence WHERE name = ?`,
    )
    .pluck()
    .get(table);
  return highest ?? undefined;
}
