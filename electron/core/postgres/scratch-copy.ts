import pg from 'pg';
import { foldName, quoteName } from '../source/quote.ts';
import { columnList, qualified } from './ddl.ts';
import type { Indexed, ScratchTable } from './scratch-tables.ts';

/** How the indexes of a copy differ from those of the live tables. Keys stay: they are part of the tables. */
export interface ScratchIndexes {
  /** Names of indexes that the copy lacks. */
  readonly without: readonly string[];
  /**
   * Indexes that it has besides, unless there is one of the name, or one that begins with these columns; names in any
   * case. One whose columns aren't there is passed over.
   */
  readonly added: readonly {
    readonly name: string;
    readonly table: string;
    readonly columns: readonly string[];
  }[];
}

/**
 * Copies a table with its rows, keys and indexes.
 *
 * @returns how many rows
 */
export async function copyTable(
  client: pg.Client,
  table: ScratchTable,
  { schema, indexes }: { schema: string; indexes: ScratchIndexes },
): Promise<number> {
  const copy = qualified(schema, table.name);
  const live = qualified(table.schema, table.name);
  const columns = columnList(table.columns);
  // Functions and operator classes in the definitions may be of the live schema.
  await client.query(`SET LOCAL search_path = ${quoteName(schema)}, ${quoteName(table.schema)}`);
  // A scan that begins in the middle would give the rows in another order.
  await client.query('SET LOCAL synchronize_seqscans = off');
  await client.query(`CREATE TABLE ${copy} (LIKE ${live} INCLUDING ALL EXCLUDING INDEXES)`);
  for (const { kind, name } of table.leftOut) {
    if (kind === 'default') await client.query(`ALTER TABLE ${copy} ALTER ${quoteName(name)} DROP DEFAULT`);
    if (kind === 'check') await client.query(`ALTER TABLE ${copy} DROP CONSTRAINT ${quoteName(name)}`);
  }
  if (table.settings.length > 0) await client.query(`ALTER TABLE ${copy} SET (${table.settings.join(', ')})`);
  const { rowCount } = await client.query(
    `INSERT INTO ${copy} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${live}`,
  );
  for (const numbered of table.numbered) await numberOn(client, schema, table, numbered);
  for (const { name, definition } of table.keys) {
    await client.query(`ALTER TABLE ${copy} ADD CONSTRAINT ${quoteName(name)} ${definition}`);
  }
  const kept = table.indexes.filter(({ name }) => !indexes.without.includes(name));
  for (const { name, unique, rest } of kept) {
    await client.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteName(name)} ON ${copy} ${rest}`);
  }
  for (const { name, columns } of addedTo(table, indexes)) {
    const covered = [...table.keys, ...kept].some((one) => one.name === name || beginsWith(one, columns));
    if (!covered) await client.query(`CREATE INDEX ${quoteName(name)} ON ${copy} (${columnList(columns)})`);
  }
  return rowCount ?? 0;
}

/** The added indexes of a table that has all their columns, as it spells them. */
function addedTo(
  { name: table, columns }: ScratchTable,
  { added }: ScratchIndexes,
): { name: string; columns: string[] }[] {
  const spelled = new Map(columns.map((column) => [foldName(column), column]));
  return added
    .filter((index) => foldName(index.table) === foldName(table))
    .map((index) => ({
      name: index.name,
      columns: index.columns.flatMap((column) => spelled.get(foldName(column)) ?? []),
      wanted: index.columns.length,
    }))
    .filter(({ columns: found, wanted }) => found.length === wanted);
}

function beginsWith(index: Indexed, columns: readonly string[]): boolean {
  return columns.every((column, place) => index.columns[place] === column);
}

/** A sequence of the copy's own, behind the highest number: the live one must not move. */
async function numberOn(
  client: pg.Client,
  schema: string,
  table: ScratchTable,
  { column, identity }: ScratchTable['numbered'][number],
): Promise<void> {
  const copy = qualified(schema, table.name);
  const name = quoteName(column);
  if (!identity) {
    const place = table.columns.indexOf(column);
    const sequence = qualified(schema, `rollcall_numbers_${table.oid}_${place}`);
    await client.query(`CREATE SEQUENCE ${sequence} OWNED BY ${copy}.${name}`);
    await client.query(
      `ALTER TABLE ${copy} ALTER ${name} SET DEFAULT nextval(${pg.escapeLiteral(sequence)})`,
    );
  }
  await client.query(
    `SELECT setval(pg_get_serial_sequence($1, $2), greatest(max(${name}), 0) + 1, false) FROM ${copy}`,
    [copy, column],
  );
}

/** References among the copies. Their rows come from where the references hold, so that nobody checks them again. */
export async function linkTables(
  client: pg.Client,
  tables: readonly ScratchTable[],
  schema: string,
): Promise<void> {
  await client.query(`SET LOCAL search_path = ${quoteName(schema)}`);
  for (const { name: table, references } of tables) {
    for (const { name, definition } of references) {
      const unchecked = definition.endsWith(' NOT VALID') ? definition : `${definition} NOT VALID`;
      await client.query(
        `ALTER TABLE ${qualified(schema, table)} ADD CONSTRAINT ${quoteName(name)} ${unchecked}`,
      );
    }
  }
}
