import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { foldName, quoteName } from './quote.ts';

type Parameter = bigint | number | string | Uint8Array | null;

/** Consecutive rows of a table in key order: a condition to put behind WHERE, with its parameters. */
export interface Block {
  readonly where: string;
  readonly params: readonly Parameter[];
  readonly rows: number;
}

/** A bound as SQL with its parameters: `?`, or `(?, ?)`. */
interface Bound {
  readonly sql: string;
  readonly params: readonly Parameter[];
}

/**
 * Walks a table in blocks of at most `rowsPerBlock` rows, by rowid or, for WITHOUT ROWID, by primary key
 * (row values; collations respected). Bounds are found with index steps only.
 *
 * `from` says how many rows of a rowid table are left out at its beginning, and the rowid of the last of them.
 *
 * A rowid table whose columns shadow rowid, oid and _rowid_ can't be addressed by row: it is one block.
 */
export function* blocks(
  db: Database,
  table: SourceTable,
  rowsPerBlock: number,
  from: { readonly rows: number; readonly after?: number } = { rows: 0 },
): Generator<Block> {
  if (!(rowsPerBlock >= 1)) throw new RangeError(`rowsPerBlock must be at least 1, not ${rowsPerBlock}`);
  if (table.rows === 0) return;
  const key = keyOf(db, table);
  if (key.length === 0) {
    yield { where: 'TRUE', params: [], rows: table.rows };
    return;
  }
  const tuple = tupleSql(key);
  let after: Bound | undefined =
    from.after === undefined ? undefined : { sql: '?', params: [BigInt(from.after)] };
  for (let left = table.rows - from.rows; left > 0; left -= rowsPerBlock) {
    const rows = Math.min(left, rowsPerBlock);
    const last = boundAhead(db, table, key, after, rows - 1);
    yield after
      ? {
          where: `(${tuple} > ${after.sql} AND ${tuple} <= ${last.sql})`,
          params: [...after.params, ...last.params],
          rows,
        }
      : { where: `(${tuple} <= ${last.sql})`, params: last.params, rows };
    after = last;
  }
}

/**
 * SQL expression that identifies a row within its table, on a connection of openSnapshot: the rowid, or for
 * WITHOUT ROWID the key's values as literals joined by commas. Where no name reaches the rowid, all of the row's
 * values stand in, which equal rows have in common.
 */
export function rowKeySql(table: SourceTable): string {
  if (table.rowidName !== undefined) return quoteName(table.rowidName);
  const names = table.withoutRowid ? table.primaryKey?.columns : undefined;
  const columns = names ?? table.columns.map((column) => column.name);
  return columns.map((column) => literalSql(quoteName(column))).join(" || ',' || ");
}

function literalSql(column: string): string {
  return `CASE typeof(${column}) WHEN 'text' THEN rollcall_quote_text(CAST(${column} AS BLOB)) ELSE quote(${column}) END`;
}

/** Terms of the order in which the table is walked. */
function keyOf(db: Database, table: SourceTable): readonly string[] {
  if (table.rowidName !== undefined) return [quoteName(table.rowidName)];
  if (!table.withoutRowid) return [];
  const parts = db
    .prepare<[string], { name: string; collation: string }>(
      `SELECT part.name, part.coll AS collation
         FROM pragma_index_list(?, 'main') AS list, pragma_index_xinfo(list.name, 'main') AS part
        WHERE list.origin = 'pk' AND part.key ORDER BY part.seqno`,
    )
    .all(table.name);
  return parts.map(({ name, collation }) => {
    const column = table.columns.find((one) => one.name === name);
    // SQLite searches an index by row value only where no COLLATE stands in it.
    const same = foldName(column?.collation ?? 'BINARY') === foldName(collation);
    return same ? quoteName(name) : `${quoteName(name)} COLLATE ${quoteName(collation)}`;
  });
}

/** The key of the row that lies `steps` behind the first one after `after`. */
function boundAhead(
  db: Database,
  table: SourceTable,
  key: readonly string[],
  after: Bound | undefined,
  steps: number,
): Bound {
  const bytes = key.map((term) => `CASE typeof(${term}) WHEN 'text' THEN CAST(${term} AS BLOB) END`);
  const beyond = after ? `WHERE ${tupleSql(key)} > ${after.sql}` : '';
  const values = db
    .prepare<Parameter[], Parameter[]>(
      `SELECT ${[...key, ...bytes].join(', ')} FROM main.${quoteName(table.name)} ${beyond}
        ORDER BY ${key.join(', ')} LIMIT 1 OFFSET ?`,
    )
    .raw()
    .safeIntegers()
    .get(...(after?.params ?? []), steps);
  if (!values)
    throw new RangeError(`Table ${table.name} has fewer rows than the ${table.rows} counted before.`);
  const terms = key.map((_, position) =>
    boundTerm(values[position] ?? null, values[position + key.length] ?? null),
  );
  return { sql: tupleSql(terms.map((term) => term.sql)), params: terms.map((term) => term.param) };
}

/**
 * A text that isn't valid would come back changed from JavaScript, so its bytes go instead. The unary
 * plus takes the affinity away that CAST gives (SQLite's "Datatypes", section 3.2) and `?` doesn't have.
 */
function boundTerm(value: Parameter, bytes: Parameter): { sql: string; param: Parameter } {
  const changed =
    typeof value === 'string' && bytes instanceof Uint8Array && !Buffer.from(value).equals(bytes);
  return changed ? { sql: '+CAST(? AS TEXT)', param: bytes } : { sql: '?', param: value };
}

function tupleSql(terms: readonly string[]): string {
  const list = terms.join(', ');
  return terms.length === 1 ? list : `(${list})`;
}
