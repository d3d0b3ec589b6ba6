import Database from 'better-sqlite3';
import type pg from 'pg';
import type { MigrationReport } from '../../shared/run.ts';
import { isSame, isTaken, type SourceCell } from './read-back-value.ts';

/** A migrated file and where it went. */
export interface Migrated {
  readonly file: string;
  readonly client: pg.Client;
  readonly schema: string;
  readonly report: MigrationReport;
}

/** A table of the source under the names that it has on the target. */
export interface ReadTable {
  readonly name: string;
  readonly sourceName: string;
  readonly columns: readonly { readonly name: string; readonly sourceName: string }[];
  readonly rows: readonly (readonly SourceCell[])[];
}

type Row = readonly (string | null)[];

/** Reads a file anew and says what of its rows isn't on the target as it should be, one sentence each. */
export async function compareRows(migrated: Migrated): Promise<string[]> {
  const complaints: string[] = [];
  const tables = readTables(migrated);
  for (const table of tables) complaints.push(...(await compareTable(migrated, table)));
  return complaints;
}

export function readTables({ file, report }: Migrated): ReadTable[] {
  const db = new Database(file, { readonly: true });
  try {
    const utf8 = db.pragma('encoding', { simple: true });
    const leftOut = report.notCarried.flatMap(({ kind, name }) => (kind === 'virtual table' ? [name] : []));
    const names = db
      .prepare<[], string>(
        `SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      )
      .pluck()
      .all()
      .filter((name) => !leftOut.includes(name));
    const decode = decoder(String(utf8));
    return names.map((sourceName) => ({
      sourceName,
      name: newName(report, sourceName),
      columns: db
        .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) ORDER BY cid')
        .pluck()
        .all(sourceName)
        .map((column) => ({ sourceName: column, name: newName(report, sourceName, column) })),
      rows: readRows(db, sourceName, decode),
    }));
  } finally {
    db.close();
  }
}

/** What a finding says a name was changed to. */
export function newName({ findings }: MigrationReport, table: string, column?: string): string {
  const changed = findings.find(
    (finding) => finding.code === 'name-changed' && finding.table === table && finding.column === column,
  );
  return (changed && /becomes “(.*)”, since/s.exec(changed.sentence)?.[1]) ?? column ?? table;
}

/** A name cut as PostgreSQL cuts it. */
export function clipped(name: string): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > 63) break;
    kept += character;
  }
  return kept;
}

function decoder(encoding: string): (bytes: Buffer) => string | undefined {
  const strict = new TextDecoder(encoding.toLowerCase(), { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
}

function readRows(
  db: Database.Database,
  table: string,
  decode: (bytes: Buffer) => string | undefined,
): SourceCell[][] {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const columns = db
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) ORDER BY cid')
    .pluck()
    .all(table);
  const select = columns.map(quoted).map((name) => `typeof(${name}), ${name}, CAST(${name} AS BLOB)`);
  return db
    .prepare<[], unknown[]>(`SELECT ${select.join(', ')} FROM ${quoted(table)}`)
    .raw()
    .safeIntegers()
    .all()
    .map((row) =>
      columns.map((_, place) => cellOf(row[3 * place], row[3 * place + 1], row[3 * place + 2], decode)),
    );
}

function cellOf(
  storage: unknown,
  value: unknown,
  bytes: unknown,
  decode: (bytes: Buffer) => string | undefined,
): SourceCell {
  if (storage === 'integer' && typeof value === 'bigint') return { storage, value };
  if (storage === 'real' && typeof value === 'number') return { storage, value };
  if (storage === 'text' && Buffer.isBuffer(bytes)) return { storage, value: decode(bytes), bytes };
  if (storage === 'blob' && Buffer.isBuffer(bytes)) return { storage, bytes };
  return { storage: 'null' };
}

interface QuarantineLine {
  readonly row_key: string;
  readonly column_name: string | null;
  readonly reason: string;
  readonly action: string;
  readonly source_row: Record<string, unknown>;
}

async function compareTable({ client, schema, report }: Migrated, table: ReadTable): Promise<string[]> {
  const { types, rows } = await readTarget(client, schema, table);
  const { rows: lines } = await client.query<QuarantineLine>(
    'SELECT row_key, column_name, reason, action, source_row FROM rollcall.quarantine WHERE run = $1 AND table_name = $2',
    [report.runId, table.name],
  );
  const complaints: string[] = [];
  const complain = (what: string) => complaints.push(`${table.name}: ${what}`);
  const left = new Set(rows);
  const waiting = new Set(table.rows);
  for (const of of linesByRow(lines)) {
    const [line] = of;
    if (!line) continue;
    const row = [...waiting].find((candidate) => isWhole(table, candidate, line.source_row));
    if (!row) {
      complain(`nothing in the source is the quarantined row ${JSON.stringify(line)}`);
      continue;
    }
    waiting.delete(row);
    const aside = of.filter(({ action }) => action === 'quarantined');
    for (const one of of) complaints.push(...doubts(table, types, rows, row, one));
    if (aside.length > 0) continue;
    const nulled = new Set(of.map(({ column_name: name }) => name));
    const repaired = row.map(
      (cell, place): SourceCell =>
        nulled.has(table.columns[place]?.name ?? '') ? { storage: 'null' } : cell,
    );
    if (!take(left, types, repaired)) complain(`the repaired row ${line.row_key} isn't there`);
  }
  for (const row of waiting) if (!take(left, types, row)) complain(`missing ${show(row)}`);
  for (const row of left) complain(`nowhere in the source: ${JSON.stringify(row)}`);
  return complaints;
}

/** Equal rows that nothing but their values can name have one key in common; each is set aside for itself. */
function linesByRow(lines: readonly QuarantineLine[]): QuarantineLine[][] {
  const seen = new Map<string, number>();
  const groups = Map.groupBy(lines, ({ row_key: key, action }) => {
    if (action !== 'quarantined') return `${key} 1`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return `${key} ${seen.get(key)}`;
  });
  return [...groups.values()];
}

async function readTarget(
  client: pg.Client,
  schema: string,
  { name, columns }: ReadTable,
): Promise<{ types: string[]; rows: Row[] }> {
  const found = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = $1 AND relname = $2 AND attnum > 0 AND NOT attisdropped`,
    [schema, clipped(name)],
  );
  const type = new Map(found.rows.map((row) => [row.name, row.type]));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const result = await client.query({
    text: `SELECT ${columns.map((column) => quoted(column.name)).join(', ')} FROM ${quoted(schema)}.${quoted(name)}`,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  const rows: Row[] = result.rows;
  return { types: columns.map((column) => type.get(clipped(column.name)) ?? 'no such column'), rows };
}

/** Takes one row off the target's that is the source's. */
function take(rows: Set<Row>, types: readonly string[], cells: readonly SourceCell[]): boolean {
  const found = [...rows].find((row) =>
    cells.every((cell, place) => isSame(types[place] ?? '', cell, row[place] ?? null)),
  );
  return found !== undefined && rows.delete(found);
}

/** Whether a row kept in quarantine is all of the source's row. */
function isWhole(table: ReadTable, row: readonly SourceCell[], kept: Record<string, unknown>): boolean {
  return (
    Object.keys(kept).length === row.length &&
    row.every((cell, place) => isKept(cell, kept[table.columns[place]?.name ?? '']))
  );
}

function isKept(cell: SourceCell, kept: unknown): boolean {
  switch (cell.storage) {
    case 'null':
      return kept === null;
    case 'integer':
      return typeof kept === 'string' ? kept === String(cell.value) : Number(cell.value) === kept;
    case 'real':
      return typeof kept === 'string' ? Object.is(Number(kept), cell.value) : Object.is(kept, cell.value);
    case 'text':
      return cell.value === undefined ? isBase64(kept, cell.bytes) : kept === cell.value;
    case 'blob':
      return isBase64(kept, cell.bytes);
  }
}

function isBase64(kept: unknown, bytes: Buffer): boolean {
  return (
    typeof kept === 'object' && kept !== null && 'base64' in kept && kept.base64 === bytes.toString('base64')
  );
}

/** Reasons for which a row was set aside that the row doesn't bear out. */
function doubts(
  table: ReadTable,
  types: readonly string[],
  rows: readonly Row[],
  row: readonly SourceCell[],
  { reason, row_key: key, column_name: column }: QuarantineLine,
): string[] {
  const doubt = (what: string) => [
    `${table.name}: row ${key} was set aside (${reason}) although ${what}: ${show(row)}`,
  ];
  const end = reason.lastIndexOf(': ');
  const columns = column ?? reason.slice(0, end);
  const what = column === null ? reason.slice(end + 2) : reason;
  if (reason.startsWith('refused by the server') || what.startsWith('no such row in')) return [];
  if (what === 'the same key as an earlier row') {
    const places = table.columns.flatMap(({ name }, place) =>
      `, ${columns}, `.includes(`, ${name}, `) ? [place] : [],
    );
    const twin = rows.some((other) =>
      places.every((place) => {
        const cell = row[place];
        return cell !== undefined && isTwin(types[place] ?? '', cell, other[place] ?? null);
      }),
    );
    return twin ? [] : doubt('no row with that key arrived');
  }
  const place = table.columns.findIndex(({ name }) => name === columns);
  const cell = row[place];
  if (!cell) return doubt('it has no such column');
  if (what === 'NULL in a column that must have a value') {
    return cell.storage === 'null' ? [] : doubt('it is not NULL');
  }
  return isTaken(types[place] ?? '', cell) ? doubt(`${types[place]} could take it`) : [];
}

/** Equal for a unique key, which for floats means that 0 is -0. */
function isTwin(type: string, cell: SourceCell, text: string | null): boolean {
  return isSame(type, cell, text) || (cell.storage === 'real' && cell.value === 0 && Number(text) === 0);
}

function show(row: readonly SourceCell[]): string {
  return row
    .map((cell) => {
      if (cell.storage === 'null') return 'NULL';
      if (cell.storage === 'blob') return `x'${cell.bytes.toString('hex')}'`;
      if (cell.storage === 'text')
        return cell.value === undefined ? `broken ${cell.bytes.toString('hex')}` : JSON.stringify(cell.value);
      return Object.is(cell.value, -0) ? '-0.0' : `${cell.value}${cell.storage === 'real' ? ' (real)' : ''}`;
    })
    .join(', ');
}
