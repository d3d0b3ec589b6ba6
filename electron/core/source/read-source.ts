import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Source, SourceFile, SourceObject } from '../../../shared/source.ts';
import { foldName } from './quote.ts';
import {
  linkTable,
  type Readable,
  readTable,
  readVirtualTableRows,
  type UnlinkedTable,
} from './read-table.ts';
import { type SchemaEntry, schemaEntries, type TableFacts, tableFacts } from './schema-facts.ts';
import { isDamage, isMissingPart } from './sqlite-error.ts';
import { holdsRows, isShadowOf, keepsRows, readVirtualTable, type VirtualTable } from './virtual-table.ts';

/**
 * Understands all of a database: tables, keys, indexes, foreign keys, checks, generated columns, views,
 * triggers, virtual tables. Row counts included.
 *
 * @param facts the file as it was written, where `db` is a readable copy of it
 * @throws source-has-no-tables, source-corrupt
 */
export function readSource(db: Database, file: SourceFile, facts: Database = db): Source {
  try {
    const { tables, objects } = readSchema({ rows: db, facts });
    if (tables.length === 0) throw rollcallError('source-has-no-tables', { path: file.path });
    const parents = new Map(tables.map((table) => [foldName(table.name), table]));
    return { file, tables: tables.map((table) => linkTable(facts, table, parents)), objects };
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw rollcallError('source-corrupt', { path: file.path, damage: [error.message] }, error);
  }
}

/** SHA-256 over the texts of the tables in sqlite_schema: a plan fits a file where it is the same. */
export function schemaDigest(source: Source): string {
  const hash = createHash('sha256');
  for (const table of source.tables) hash.update(`${table.name}\0${table.sql}\0`);
  return hash.digest('hex');
}

interface Schema {
  readonly tables: UnlinkedTable[];
  readonly objects: SourceObject[];
}

function readSchema(read: Readable): Schema {
  const entries = schemaEntries(read.facts).filter((entry) => !foldName(entry.name).startsWith('sqlite_'));
  const facts = tableFacts(read.facts);
  const indexSql = new Map(
    entries.filter(({ type }) => type === 'index').map(({ name, sql }) => [name, sql]),
  );
  const virtuals = entries
    .filter(({ name, type }) => type === 'table' && facts.get(name)?.type === 'virtual')
    .map(({ name, sql }) => readVirtualTable(read.facts, name, sql));
  const schema: Schema = { tables: [], objects: [] };
  for (const entry of entries) {
    if (entry.type === 'index') continue;
    const virtual = virtuals.find((table) => table.name === entry.name);
    const owner = virtuals.find((table) => isShadowOf(table, entry.name));
    if (entry.type !== 'table') schema.objects.push(objectOf(entry.type, entry));
    else if (virtual) addVirtualTable(read.rows, schema, entry, virtual);
    else if (owner) schema.objects.push({ ...objectOf('shadow table', entry), table: owner.name });
    else addTable(read, schema, entry, facts.get(entry.name), indexSql);
  }
  return schema;
}

function addTable(
  read: Readable,
  { tables, objects }: Schema,
  entry: SchemaEntry,
  facts: TableFacts | undefined,
  indexSql: ReadonlyMap<string, string>,
): void {
  const table = facts && readWhatIsThere(() => readTable(read, entry, facts, indexSql));
  if (table) tables.push(table);
  else objects.push(objectOf('unreadable table', entry));
}

function addVirtualTable(
  db: Database,
  { tables, objects }: Schema,
  entry: SchemaEntry,
  virtual: VirtualTable,
): void {
  const rows = holdsRows(virtual) ? readWhatIsThere(() => readVirtualTableRows(db, entry)) : undefined;
  if (rows) tables.push(rows);
  const { name } = virtual.module;
  const loaded = virtual.module.loaded && (rows !== undefined || !holdsRows(virtual));
  const kind = keepsRows(virtual) && rows === undefined ? 'unreadable table' : 'virtual table';
  objects.push({ ...objectOf(kind, entry), module: { name, loaded } });
}

/** Undefined where something that only the application has (a tokenizer, a function) keeps a table shut. */
function readWhatIsThere(read: () => UnlinkedTable): UnlinkedTable | undefined {
  try {
    return read();
  } catch (error) {
    if (isMissingPart(error)) return undefined;
    throw error;
  }
}

function objectOf(kind: SourceObject['kind'], { name, tableName, sql }: SchemaEntry): SourceObject {
  return { kind, name, sql, ...(kind === 'trigger' && { table: tableName }) };
}
