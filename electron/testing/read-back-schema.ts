import Database from 'better-sqlite3';
import type { NotCarried } from '../../shared/finding.ts';
import { clipped, type Migrated, newName, type ReadTable, readTables } from './read-back.ts';

/** What the catalog has of one table. */
interface Catalog {
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly notNull: boolean;
    readonly hasDefault: boolean;
    readonly generated: boolean;
    readonly identity: boolean;
  }[];
  readonly constraints: readonly {
    readonly kind: string;
    readonly columns: string[];
    readonly valid: boolean;
  }[];
  readonly indexes: readonly {
    readonly unique: boolean;
    readonly partial: boolean;
    readonly columns: (string | null)[];
  }[];
}

/** Compares keys, constraints, indexes, defaults and numbers with the catalog; what is listed as not carried may lack. */
export async function compareSchema(migrated: Migrated): Promise<string[]> {
  const { file, client, schema, report } = migrated;
  const db = new Database(file, { readonly: true });
  try {
    const complaints: string[] = [];
    for (const table of readTables(migrated)) {
      const catalog = await readCatalog(migrated, table);
      const lost = report.notCarried.filter((piece) => piece.table === table.name);
      complaints.push(
        ...[
          ...compareColumns(db, table, catalog, lost, migrated),
          ...compareKeys(db, table, catalog, lost, migrated),
          ...(await compareIdentity(db, table, catalog, migrated)),
        ].map((what) => `${table.name}: ${what}`),
      );
    }
    const views = db
      .prepare<[], number>("SELECT count(*) FROM sqlite_schema WHERE type = 'view'")
      .pluck()
      .get();
    const there = await client.query<{ views: number }>(
      'SELECT count(*)::int AS views FROM pg_views WHERE schemaname = $1',
      [schema],
    );
    const left = count(report.notCarried, ['view']);
    if (views !== (there.rows[0]?.views ?? 0) + left) complaints.push(`${views} views, ${left} not carried`);
    return complaints;
  } finally {
    db.close();
  }
}

async function readCatalog({ client, schema }: Migrated, { name }: ReadTable): Promise<Catalog> {
  const { rows } = await client.query<{ catalog: Catalog }>(
    `SELECT json_build_object(
       'columns', (SELECT json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
           'notNull', attnotnull, 'hasDefault', atthasdef, 'generated', attgenerated <> '', 'identity', attidentity <> ''))
         FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0),
       'constraints', (SELECT coalesce(json_agg(json_build_object('kind', contype, 'valid', convalidated,
           'columns', ARRAY(SELECT attname FROM unnest(conkey) WITH ORDINALITY AS part (num, place)
             JOIN pg_attribute ON attrelid = conrelid AND attnum = num ORDER BY place))), '[]')
         FROM pg_constraint WHERE conrelid = pg_class.oid),
       'indexes', (SELECT coalesce(json_agg(json_build_object('unique', indisunique, 'partial', indpred IS NOT NULL,
           'columns', ARRAY(SELECT attname FROM generate_series(0, indnkeyatts - 1) AS place
             LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[place] AND attnum > 0 ORDER BY place))), '[]')
         FROM pg_index WHERE indrelid = pg_class.oid AND indisvalid)) AS catalog
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = $1 AND relname = $2`,
    [schema, clipped(name)],
  );
  return rows[0]?.catalog ?? { columns: [], constraints: [], indexes: [] };
}

function count(lost: readonly NotCarried[], kinds: readonly NotCarried['kind'][]): number {
  return lost.filter(({ kind }) => kinds.includes(kind)).length;
}

interface ColumnInfo {
  readonly name: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
  readonly hidden: number;
}

function compareColumns(
  db: Database.Database,
  table: ReadTable,
  { columns }: Catalog,
  lost: readonly NotCarried[],
  { report }: Migrated,
): string[] {
  const infos = db.prepare<[string], ColumnInfo>('SELECT * FROM pragma_table_xinfo(?)').all(table.sourceName);
  const unfilled = isUnfilled(db, table);
  return infos.flatMap(({ name: sourceName, notnull, dflt_value: ifMissing, pk, hidden }) => {
    const name = newName(report, table.sourceName, sourceName);
    const found = columns.find((column) => column.name === clipped(name));
    if (!found) return [`no column ${name}`];
    const isLost = (kind: NotCarried['kind']) =>
      lost.some((piece) => piece.kind === kind && piece.name === name);
    const generated = hidden === 2 || hidden === 3;
    const wantsDefault =
      ifMissing !== null && ifMissing.toUpperCase() !== 'NULL' && !generated && !found.identity;
    return [
      ...((notnull === 1 || (pk > 0 && !unfilled)) && !found.notNull ? [`${name} lost its NOT NULL`] : []),
      ...(wantsDefault && !found.hasDefault && !isLost('default')
        ? [`${name} lost its default ${ifMissing}`]
        : []),
      ...(generated && !found.generated && !isLost('generated column')
        ? [`${name} is generated no more`]
        : []),
    ];
  });
}

/** A key that no row has can't be one on the target. */
function isUnfilled(db: Database.Database, { sourceName, rows }: ReadTable): boolean {
  if (rows.length === 0) return false;
  const key = db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0')
    .pluck()
    .all(sourceName);
  const counts = key.map((column) => `count("${column.replaceAll('"', '""')}")`).join(', ');
  if (key.length === 0) return false;
  const counted = db
    .prepare<[], number[]>(`SELECT ${counts} FROM "${sourceName.replaceAll('"', '""')}"`)
    .raw()
    .get();
  return counted?.includes(0) ?? false;
}

function compareKeys(
  db: Database.Database,
  table: ReadTable,
  { constraints, indexes }: Catalog,
  lost: readonly NotCarried[],
  { report }: Migrated,
): string[] {
  const target = (column: string | null) =>
    column === null ? null : clipped(newName(report, table.sourceName, column));
  const key = db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table.sourceName)
    .map(target);
  const ofKind = (kind: string) => constraints.filter((constraint) => constraint.kind === kind);
  const complaints: string[] = [];
  const listed = lost.some((piece) => isKey(piece));
  for (const { name, sql, reason } of lost) {
    const isConstraint = sql.startsWith('UNIQUE') || sql.startsWith('PRIMARY KEY');
    if (isConstraint && reason.includes('are the same')) complaints.push(`${name} was lost: ${reason}`);
  }
  const asKey = isUnfilled(db, table) ? indexes.filter(({ unique }) => unique) : ofKind('p');
  if (key.length > 0 && !listed && !asKey.some(({ columns }) => isAlike(columns, key))) {
    complaints.push(`no primary key (${key.join(', ')})`);
  }
  const references = new Set(
    db.prepare<[string], number>('SELECT id FROM pragma_foreign_key_list(?)').pluck().all(table.sourceName),
  ).size;
  if (references !== ofKind('f').length + count(lost, ['foreign key'])) {
    complaints.push(`${references} foreign keys became ${ofKind('f').length}`);
  }
  const sql = db
    .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table.sourceName);
  const checks = (sql ?? '').match(/\bcheck\s*\(/gi)?.length ?? 0;
  if (checks !== ofKind('c').length + count(lost, ['check'])) {
    complaints.push(`${checks} checks became ${ofKind('c').length}`);
  }
  if (constraints.some(({ valid }) => !valid)) complaints.push('a constraint is not validated');
  return [...complaints, ...compareIndexes(db, table, indexes, lost, target)];
}

function compareIndexes(
  db: Database.Database,
  { sourceName }: ReadTable,
  there: Catalog['indexes'],
  lost: readonly NotCarried[],
  target: (column: string | null) => string | null,
): string[] {
  const list = db
    .prepare<[string], { name: string; unique: number; partial: number }>(
      `SELECT * FROM pragma_index_list(?) WHERE origin <> 'pk'`,
    )
    .all(sourceName);
  const wanted = list.map(({ name, unique, partial }) => ({
    name,
    unique: unique === 1,
    partial: partial === 1,
    columns: db
      .prepare<[string], string | null>('SELECT name FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno')
      .pluck()
      .all(name)
      .map(target),
  }));
  const missing = unmatched(wanted, there, (index, found) => {
    const alike = index.unique === found.unique && index.partial === found.partial;
    // A column that is named twice may stand there once.
    return (
      alike && [index.columns, [...new Set(index.columns)]].some((columns) => isAlike(found.columns, columns))
    );
  });
  const listed = count(
    lost.filter((piece) => !isKey(piece)),
    ['index', 'unique'],
  );
  return missing.length === listed
    ? []
    : [
        `${missing.length} indexes are missing (${missing.map(({ name }) => name).join(', ')}), ${listed} are listed`,
      ];
}

function isKey({ kind, sql }: NotCarried): boolean {
  return kind === 'unique' && sql.startsWith('PRIMARY KEY');
}

/** Those for which nothing is left when each of the others has found one of its own. */
function unmatched<Wanted, Found>(
  wanted: readonly Wanted[],
  found: readonly Found[],
  fits: (wanted: Wanted, found: Found) => boolean,
): Wanted[] {
  const owners = new Map<Found, Wanted>();
  const settle = (one: Wanted, passed: Set<Found>): boolean =>
    found.some((candidate) => {
      if (passed.has(candidate) || !fits(one, candidate)) return false;
      passed.add(candidate);
      const owner = owners.get(candidate);
      if (owner !== undefined && !settle(owner, passed)) return false;
      owners.set(candidate, one);
      return true;
    });
  return wanted.filter((one) => !settle(one, new Set()));
}

/** A column that ignores case may have become an expression. */
function isAlike(there: readonly (string | null)[], columns: readonly (string | null)[]): boolean {
  return (
    there.length === columns.length &&
    there.every((column, place) => column === null || column === columns[place])
  );
}

/** Draws the next number, as an application's first INSERT would. */
async function compareIdentity(
  db: Database.Database,
  { name, sourceName, columns: own }: ReadTable,
  { columns, constraints }: Catalog,
  { client, schema }: Migrated,
): Promise<string[]> {
  const key = constraints.find(({ kind }) => kind === 'p')?.columns;
  const column = columns.find((one) => key?.length === 1 && one.name === key[0]);
  if (column?.type !== 'bigint') return [];
  // A key with a default of its own gives no numbers; the default may not have been carried.
  if (
    column.hasDefault ||
    hasOwnDefault(
      db,
      sourceName,
      own.find((one) => clipped(one.name) === column.name),
    )
  )
    return [];
  if (!column.identity) return [`the key ${column.name} gives no numbers`];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const place = `${quoted(schema)}.${quoted(name)}`;
  const { rows } = await client.query<{ highest: string | null }>(
    `SELECT max(${quoted(column.name)})::text AS highest FROM ${place}`,
  );
  const given = db.prepare<[], number>("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get()
    ? db
        .prepare<[string], bigint>('SELECT seq FROM sqlite_sequence WHERE name = ?')
        .pluck()
        .safeIntegers()
        .get(sourceName)
    : undefined;
  // Rows in quarantine keep their numbers too.
  const sourceColumn = quoted(own.find((one) => clipped(one.name) === column.name)?.sourceName ?? '');
  const last = db.prepare<[], unknown>(
    `SELECT max(${sourceColumn}) FROM ${quoted(sourceName)} WHERE typeof(${sourceColumn}) = 'integer'`,
  );
  if (last.pluck().safeIntegers().get() === 2n ** 63n - 1n) return [];
  const taken = [BigInt(rows[0]?.highest ?? 0), given ?? 0n].reduce((one, other) =>
    one > other ? one : other,
  );
  if (taken >= 2n ** 63n - 1n) return [];
  const next = await client.query<{ next: string }>(
    'SELECT nextval(pg_get_serial_sequence($1, $2)::regclass)::text AS next',
    [place, column.name],
  );
  const number = BigInt(next.rows[0]?.next ?? 0);
  return number > taken ? [] : [`the next number ${number} is not above ${taken}`];
}

function hasOwnDefault(
  db: Database.Database,
  table: string,
  column: ReadTable['columns'][number] | undefined,
): boolean {
  const ifMissing = db
    .prepare<[string, string], string | null>('SELECT dflt_value FROM pragma_table_xinfo(?) WHERE name = ?')
    .pluck()
    .get(table, column?.sourceName ?? '');
  return ifMissing !== undefined && ifMissing !== null && ifMissing.toUpperCase() !== 'NULL';
}
