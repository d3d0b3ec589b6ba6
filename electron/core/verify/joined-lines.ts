import { isUtf8 } from 'node:buffer';
import type { PlannedColumn } from '../../../shared/plan.ts';
import { quoteName } from '../source/quote.ts';
import { escapes, noField, nullField, special } from './copy-text.ts';
import type { KeyPart } from './row-order.ts';
import type { TablePair } from './table-pairs.ts';
import type { VerifyInput } from './verify-input.ts';
import { type Span, spanStatements } from './walk.ts';

/** A block of rows as lines of COPY. */
export interface JoinedLines {
  readonly rows: number;
  readonly bytes: Buffer;
}

/** Undefined for a block in which lines could be mistaken for those of other values. */
export type JoinLines = (span: Span) => JoinedLines | undefined;

/**
 * Has SQLite write the lines of a block in one text, several times as fast as value by value. Most values are kept the
 * way the server prints them; those that aren't come out as something that the server prints for no value of the
 * column. So a block that equals the server's is proved, and one that differs has to be read value by value.
 *
 * What could come out alike for different values is looked for in each block: BLOBs, numbers among texts, backslashes,
 * newlines. Columns of REALs are never joined, since SQLite's digits for them are its own affair.
 *
 * @returns undefined for a table with columns whose values SQLite doesn't write as the server does
 */
export function joinedLines(
  { db, source, keep }: VerifyInput,
  { table, planned }: TablePair,
  key: readonly KeyPart[],
): JoinLines | undefined {
  const joins = planned.columns.length <= mostColumns && planned.columns.every(isJoined);
  if (!joins || source.file.encoding !== 'UTF-8') return undefined;
  const order = key.map(({ name }) => quoteName(name));
  const from = quoteName(table.name);
  const columns = planned.columns.map((column): JoinedColumn => {
    const value = keep.valueSql(table, column.name);
    const sample = db.prepare<[], unknown>(sampleSql(value, from)).pluck().get();
    const declared = table.columns.find(({ name }) => name === column.name);
    const mayBeNull = declared?.notNull !== true || value !== quoteName(column.name);
    return { column, value, mayBeNull, sample, escaped: false };
  });
  const prepare = () =>
    spanStatements<[rows: number, strange: number | null, lines: Buffer | null, ...texts: (Buffer | null)[]]>(
      db,
      order,
      (where) =>
        joinSql(
          columns,
          key,
          `${from} WHERE (${where}) AND (${keep.keepSql(table)}) ORDER BY ${order.join(', ')}`,
        ),
    );
  let statements = prepare();
  return function join(span): JoinedLines | undefined {
    const { statement, params } = statements(span);
    const found = statement.raw().get(...params);
    if (found === undefined) return undefined;
    const [rows, strange, lines, ...texts] = found;
    if (strange !== null && strange > 0) return undefined;
    const toEscape = columns.filter(needsLook).filter((_, index) => hasSpecials(texts[index] ?? null));
    if (toEscape.length === 0) return whole(rows, lines ?? Buffer.alloc(0), key);
    // Escaping costs more than looking; a column that needed it once will again.
    for (const column of toEscape) column.escaped = true;
    statements = prepare();
    return join(span);
  };
}

interface JoinedColumn {
  readonly column: PlannedColumn;
  /** SQL. */
  readonly value: string;
  /** What is NULL in spite of NOT NULL gives a line with a field too few. */
  readonly mayBeNull: boolean;
  /** One of the first values, by which the commonest form is guessed. */
  readonly sample: unknown;
  escaped: boolean;
}

const joinedTypes: ReadonlySet<string> = new Set([
  'bigint',
  'integer',
  'smallint',
  'boolean',
  'text',
  'varchar',
  'date',
  'time',
  'timestamp',
  'uuid',
]);

function isJoined({ type }: PlannedColumn): boolean {
  return joinedTypes.has(type.name);
}

function isText({ column: { type } }: JoinedColumn): boolean {
  return type.name === 'text' || type.name === 'varchar';
}

function needsLook(column: JoinedColumn): boolean {
  return isText(column) && !column.escaped;
}

function sampleSql(value: string, from: string): string {
  return `SELECT value FROM (SELECT ${value} AS value FROM ${from} LIMIT 1000) WHERE value IS NOT NULL LIMIT 1`;
}

const newline = 10;
/** SQLite hands a function 127 arguments at most (Limits In SQLite, arguments on a function). */
const mostColumns = 120;

function joinSql(columns: readonly JoinedColumn[], key: readonly KeyPart[], from: string): string {
  const fields = columns.map((column) =>
    column.mayBeNull ? `ifnull(${fieldSql(column)}, '${nullField}')` : fieldSql(column),
  );
  const strange = [strangeSql(columns), ...key.map(disorderSql)].join(' OR ');
  const looked = columns.filter(needsLook);
  const texts = looked.map(({ value }, index) => `, ${value} AS rollcall_text_${index}`);
  const joinedTexts = looked.map((_, index) => `, CAST(group_concat(rollcall_text_${index}, '') AS BLOB)`);
  return `SELECT count(*), sum(rollcall_strange IS NOT 0), CAST(group_concat(rollcall_line, char(10)) || char(10) AS BLOB)
    ${joinedTexts.join('')}
    FROM (SELECT concat_ws(char(9), ${fields.join(', ')}) AS rollcall_line, ${strange} AS rollcall_strange ${texts.join('')} FROM ${from})`;
}

/** What COPY should print for a value in the form that the server gives it. */
function fieldSql({ column, value, sample, escaped }: JoinedColumn): string {
  switch (column.type.name) {
    case 'boolean':
      return `CASE ${value} WHEN 1 THEN 't' WHEN 0 THEN 'f' ELSE iif(${value} IS NULL, NULL, '${noField}') END`;
    case 'text':
    case 'varchar':
      return escaped ? escapedSql(value) : value;
    case 'timestamp':
      return withoutZeros(sample, hasT(sample) ? `replace(${value}, 'T', ' ')` : value, 20);
    case 'time':
      return withoutZeros(sample, value, 9);
    default:
      return value;
  }
}

function escapedSql(value: string): string {
  return [...escapes].reduce(
    (sql, [from, to]) => `replace(${sql}, char(${from.charCodeAt(0)}), '${to}')`,
    value,
  );
}

function hasT(sample: unknown): boolean {
  return typeof sample === 'string' && sample.charAt(10) === 'T';
}

/** @param place where a fraction's point stands, from 1 */
function withoutZeros(sample: unknown, value: string, place: number): string {
  if (typeof sample !== 'string' || sample.charAt(place - 1) !== '.') return value;
  const zeros = `.${'0'.repeat(sample.length - place)}`;
  // LIKE first: it is quicker than substr, and most fractions end in another digit.
  return `iif(${value} LIKE '%0', iif(substr(${value}, ${place}) = '${zeros}', substr(${value}, 1, ${place - 1}),
    iif(substr(${value}, ${place}, 1) = '.', rtrim(${value}, '0'), ${value})), ${value})`;
}

/**
 * True for a row with a value whose joined text could be that of another. By SQLite's order of storage classes
 * (Datatypes In SQLite, section 4.1) only BLOBs are no smaller than the empty one, and only numbers are smaller than
 * every text.
 */
function strangeSql(columns: readonly JoinedColumn[]): string {
  // max() of one value would be the aggregate; of NULL and others it is NULL, which counts as strange.
  const values = columns.map(({ value, mayBeNull }) => (mayBeNull ? `ifnull(${value}, 0)` : value));
  // Only the application may know the column's own order of letters.
  const numbers = columns
    .filter(isText)
    .map(({ value, mayBeNull }) => `${mayBeNull ? `ifnull(${value}, '')` : value} COLLATE BINARY < ''`);
  return [`max(0, ${values.join(', ')}) >= x''`, ...numbers].join(' OR ');
}

/** True for a key by which the two sides may sort differently. */
function disorderSql({ name, kind }: KeyPart): string {
  return `typeof(${quoteName(name)}) <> '${kind}'`;
}

function hasSpecials(texts: Buffer | null): boolean {
  return texts !== null && special.test(texts.toString('latin1'));
}

/** One line a row, or else a value holds a newline; and keys of texts that the server can hold. */
function whole(rows: number, bytes: Buffer, key: readonly KeyPart[]): JoinedLines | undefined {
  const readable = key.every(({ kind }) => kind === 'integer') || isUtf8(bytes);
  return readable && countLines(bytes) === rows ? { rows, bytes } : undefined;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, end + 1)) lines += 1;
  return lines;
}
