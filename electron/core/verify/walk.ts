import type { Database, Statement } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';

type Param = bigint | number | Buffer | null;

/** Consecutive rows of a table: after one row's key, up to and including another's; open where absent. */
export interface Span {
  readonly after?: readonly Param[];
  readonly upTo?: readonly Param[];
}

/** No block holds more; small enough that the memory it takes is soon used again. */
export const mostRows = 1000;
/** What the values of a block may take, unless a single row takes more. */
export const mostBytes = 1_000_000;

/**
 * Cuts a table into spans along `order` (quoted columns with an index), bounded in rows and in bytes.
 * Without an order the table is one span.
 */
export function* walk(db: Database, table: SourceTable, order: readonly string[]): Generator<Span> {
  if (order.length === 0) {
    yield {};
    return;
  }
  const keyOfRow = keyReader(db, table, order);
  const bytesOf = byteCounter(db, table, order);
  let span: Span = {};
  let rows = mostRows;
  for (;;) {
    const upTo = keyOfRow(span, rows);
    const candidate = upTo === undefined ? span : { ...span, upTo };
    if (rows > 1 && bytesOf(candidate) > mostBytes) {
      rows = Math.ceil(rows / 8);
      continue;
    }
    yield candidate;
    if (upTo === undefined) return;
    span = { after: upTo };
    rows = Math.min(mostRows, rows * 2);
  }
}

/** How a table is walked when only each row matters, not the order: by rowid, else by the primary key. */
export function storageOrder(table: SourceTable): readonly string[] {
  if (table.rowidName !== undefined) return [quoteName(table.rowidName)];
  return table.primaryKey?.columns.map(quoteName) ?? [];
}

/** Condition of a span, to stand behind WHERE, and the parameters of both. */
function spanSql(order: readonly string[], span: Span): { where: string; params: Param[] } {
  const row = `(${order.join(', ')})`;
  // A text goes in as its bytes, so that one that can't be decoded still bounds its span exactly.
  const bound = `(${order.map(() => 'CASE ? WHEN 1 THEN CAST(? AS TEXT) ELSE ? END').join(', ')})`;
  const after = span.after === undefined ? [] : [`${row} > ${bound}`];
  const upTo = span.upTo === undefined ? [] : [`${row} <= ${bound}`];
  return {
    where: [...after, ...upTo].join(' AND ') || 'TRUE',
    params: [...(span.after ?? []), ...(span.upTo ?? [])],
  };
}

/** Reads the key of the row at a place within a span; undefined where the table ends before it. */
function keyReader(db: Database, table: SourceTable, order: readonly string[]) {
  const key = order.flatMap((column) => [
    `typeof(${column}) = 'text'`,
    `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`,
  ]);
  const select = `SELECT ${key.join(', ')} FROM ${quoteName(table.name)}`;
  const statements = spanStatements<Param[]>(db, order, (where) => {
    return `${select} WHERE ${where} ORDER BY ${order.join(', ')} LIMIT 1 OFFSET ?`;
  });
  return (span: Span, place: number): Param[] | undefined => {
    const { statement, params } = statements(span);
    const found = statement
      .raw()
      .safeIntegers()
      .get(...params, place - 1);
    return found?.flatMap((value, column) => (column % 2 === 0 ? [value] : [value, value]));
  };
}

/** Declared so, a column holds nothing long enough to matter, and its bytes need no counting. */
const shortTypes =
  /^((BIG|SMALL|TINY|MEDIUM)?INT(EGER)?|REAL|FLOAT|DOUBLE( PRECISION)?|DATE|TIME|DATETIME|TIMESTAMP|BOOL(EAN)?)$/i;

/** SQLite nests `a + b + c` one level a term, and allows 1,000 (Limits In SQLite, expression depth). */
const columnsPerSum = 200;

/** Bytes that the values of a span take; SQLite tells them without reading long values. */
function byteCounter(db: Database, table: SourceTable, order: readonly string[]) {
  const counted = table.columns.filter(({ declaredType }) => !shortTypes.test(declaredType));
  if (counted.length === 0) return () => 0;
  const bytes = counted.map(({ name }) => `ifnull(octet_length(${quoteName(name)}), 0)`);
  const sums = Array.from({ length: Math.ceil(bytes.length / columnsPerSum) }, (_, at) => {
    return `total(${bytes.slice(at * columnsPerSum, (at + 1) * columnsPerSum).join(' + ')})`;
  });
  const select = `SELECT ${sums.join(', ')} FROM ${quoteName(table.name)}`;
  const statements = spanStatements<number[]>(db, order, (where) => `${select} WHERE ${where}`);
  return (span: Span): number => {
    const { statement, params } = statements(span);
    return (statement.raw().get(...params) ?? []).reduce((whole, sum) => whole + sum, 0);
  };
}

/** One prepared statement for each shape of span: the first, those between, the last. */
export function spanStatements<Result>(
  db: Database,
  order: readonly string[],
  sql: (where: string) => string,
) {
  const prepared = new Map<string, Statement<Param[], Result>>();
  return (span: Span): { statement: Statement<Param[], Result>; params: Param[] } => {
    const { where, params } = spanSql(order, span);
    const statement = prepared.get(where) ?? db.prepare<Param[], Result>(sql(where));
    prepared.set(where, statement);
    return { statement, params };
  };
}
