import Database from 'better-sqlite3';
import fc from 'fast-check';
import { quoteName } from '../core/source/quote.ts';
import { declaredType, distinctNames, strictType } from './random-names.ts';
import { columnValues, type RandomValue } from './random-values.ts';

/** What is asked of SQLite; it may refuse a part, which is then left out. */
export interface RandomDatabase {
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be';
  readonly pageSize: number;
  readonly tables: readonly RandomTable[];
  /** CREATE INDEX and CREATE VIEW. */
  readonly others: readonly string[];
}

export interface RandomTable {
  readonly name: string;
  readonly sql: string;
  readonly inserts: readonly { readonly values: readonly RandomValue[] }[];
  /** Columns that are inserted into. */
  readonly columns: readonly string[];
}

interface Column {
  readonly declared: string;
  readonly strict: string;
  readonly notNull: boolean;
  readonly unique: boolean;
  readonly collation: string;
  readonly ifMissing: string;
  readonly check: string;
  /** An expression over another column, or an ordinary column when it is empty. */
  readonly generated: string;
  readonly values: fc.Arbitrary<RandomValue>;
}

const seldom = <T>(some: fc.Arbitrary<T>, none: T, weight = 6) =>
  fc.oneof({ weight, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: some });

const column: fc.Arbitrary<Column> = fc.record({
  declared: declaredType,
  strict: strictType,
  notNull: seldom(fc.constant(true), false),
  unique: seldom(fc.constant(true), false),
  collation: seldom(fc.constantFrom('NOCASE', 'RTRIM', 'BINARY'), ''),
  ifMissing: seldom(
    fc.constantFrom(
      ...['0', '1.5', "'x'", '"x"', 'word', 'NULL', 'TRUE', '-1', '(1 + 1)', "''", "'it''s'", "x'00ff'"],
      ...['CURRENT_TIMESTAMP', 'CURRENT_DATE', "(datetime('now'))", "(datetime('now', 'localtime'))"],
      ...["(date('now'))", "(strftime('%s', 'now'))", '(random())', '(lower(hex(randomblob(16))))', "'null'"],
      ...['9223372036854775807', '1e999', "(json_object('a', 1))", "'2020-01-01'", "(CAST('1' AS INTEGER))"],
    ),
    '',
    4,
  ),
  check: seldom(
    fc.constantFrom(
      ...['? >= 0', '? IN (0, 1)', "? <> ''", 'length(?) < 100', "typeof(?) = 'integer'", '? IS NOT NULL'],
      ...[
        'json_valid(?)',
        '(JSON_VALID(?) OR ? IS NULL)',
        "? GLOB 'a*'",
        "? LIKE '%a%'",
        '? BETWEEN 0 AND 3',
      ],
      ...['? > 0 OR ? < 100', '? = upper(?)', 'date(?) = ?', '? NOT NULL', 'abs(?) < 9', '? & 1 = 0'],
    ),
    '',
  ),
  generated: seldom(
    fc.constantFrom(
      ...[
        "? || 'x'",
        '? * 2',
        'length(?)',
        'upper(?)',
        '? + 1',
        'abs(?)',
        'substr(?, 1, 2)',
        "coalesce(?, 'none')",
      ],
      ...[
        "json_extract(?, '$.a')",
        '? IS NULL',
        '-?',
        'CAST(? AS TEXT)',
        '?',
        "? || ''",
        'hex(?)',
        'round(?, 1)',
      ],
    ),
    '',
    10,
  ),
  values: columnValues,
});

type KeyKind = 'none' | 'alias' | 'autoincrement' | 'one' | 'two' | 'two desc' | 'alias desc' | 'all';
const keyKind = fc.constantFrom<KeyKind[]>(
  ...([
    'none',
    'alias',
    'alias',
    'autoincrement',
    'one',
    'one',
    'two',
    'two desc',
    'alias desc',
    'all',
  ] as const),
);

const foreignKey = fc.record({
  from: fc.array(fc.nat(7), { minLength: 1, maxLength: 2 }),
  /** Table beyond the last one: there is none. */
  table: fc.nat(4),
  to: fc.option(fc.array(fc.nat(7), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 3 }),
  actions: fc.constantFrom(
    ...['', '', 'ON DELETE CASCADE', 'ON DELETE SET NULL ON UPDATE RESTRICT', 'ON UPDATE SET DEFAULT'],
    ...['DEFERRABLE INITIALLY DEFERRED', 'ON DELETE NO ACTION DEFERRABLE', 'MATCH FULL'],
  ),
});

const index = fc.record({
  unique: seldom(fc.constant('UNIQUE '), '', 3),
  terms: fc.array(
    fc.tuple(
      fc.nat(7),
      fc.constantFrom(
        ...[
          '?',
          '?',
          '?',
          '? DESC',
          '? COLLATE NOCASE',
          'lower(?)',
          'abs(?)',
          "? || 'x'",
          '? COLLATE RTRIM DESC',
        ],
        'ifnull(?, 0)',
        "json_extract(?, '$.a')",
      ),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  where: seldom(
    fc.tuple(
      fc.nat(7),
      fc.constantFrom('? > 0', '? IS NOT NULL', "? = 'a'", '? IS NULL', "? LIKE 'a%'", '? IN (1, 2)'),
    ),
    undefined,
    3,
  ),
});

const view = fc.tuple(
  fc.nat(3),
  fc.nat(7),
  fc.constantFrom(
    'SELECT * FROM @',
    'SELECT ?, count(*) AS n FROM @ GROUP BY ?',
    'SELECT ? AS v FROM @ WHERE ? IS NOT NULL',
    "SELECT upper(?) AS v, ? || '' AS w FROM @",
    'SELECT * FROM missing',
    'SELECT one.? FROM @ AS one JOIN @ AS other ON one.? = other.?',
    'SELECT ? FROM @ ORDER BY ? LIMIT 1',
    'SELECT max(?) AS m, min(?) FROM @',
  ),
);

const table = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 7 }),
    names: distinctNames(7, 7),
    key: keyKind,
    keyName: seldom(fc.constantFrom('pk', 'Key', 't_pkey'), ''),
    withoutRowid: seldom(fc.constant(true), false, 4),
    strict: seldom(fc.constant(true), false, 5),
    unique: seldom(fc.tuple(fc.nat(7), fc.nat(7), fc.constantFrom('', 'CONSTRAINT u ')), undefined, 3),
    foreignKeys: fc.array(foreignKey, { maxLength: 2 }),
    indexes: fc.array(index, { maxLength: 2 }),
  })
  .chain((shape) =>
    fc
      .array(fc.tuple(...shape.columns.map(({ values }) => values)), { maxLength: 12 })
      .map((rows) => ({ ...shape, rows })),
  );

type Shape = typeof table extends fc.Arbitrary<infer T> ? T : never;

/** A database with whatever SQLite lets people do. */
export const randomDatabase: fc.Arbitrary<RandomDatabase> = fc
  .record({
    encoding: fc.constantFrom('UTF-8', 'UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be'),
    pageSize: fc.constantFrom(512, 1024, 4096, 65_536),
    names: distinctNames(9, 9),
    tables: fc.array(table, { minLength: 1, maxLength: 4 }),
    views: fc.array(view, { maxLength: 2 }),
  })
  .map(({ encoding, pageSize, names, tables, views }) => {
    const named = tables.map((shape, place) => ({ shape, name: names[place] ?? 'table' }));
    return {
      encoding,
      pageSize,
      tables: named.map(({ shape, name }) => randomTable(shape, name, named)),
      others: [
        ...named.flatMap(({ shape, name }) =>
          shape.indexes.map((one, place) => indexSql(shape, name, one, `${name} index ${place}`)),
        ),
        ...views.map((one, place) => viewSql(named, one, names[tables.length + place] ?? 'view')),
      ],
    };
  });

interface Named {
  readonly shape: Shape;
  readonly name: string;
}

function pick<T>(from: readonly T[], place: number): T {
  const one = from[place % from.length];
  if (one === undefined) throw new RangeError('There is nothing to pick from.');
  return one;
}

function columnNames({ columns, names }: Shape): string[] {
  return columns.map((_, place) => names[place] ?? 'column');
}

function randomTable(shape: Shape, name: string, tables: readonly Named[]): RandomTable {
  const names = columnNames(shape);
  const isGenerated = shape.columns.map(({ generated }, place) => generated !== '' && place > 0);
  const stored = names.filter((_, place) => !isGenerated[place]);
  const parts = [
    ...shape.columns.map((one, place) => columnSql(shape, one, place, isGenerated[place] ?? false)),
    ...keySql(shape, stored),
    ...(shape.unique
      ? [
          `${shape.unique[2]}UNIQUE (${[...new Set([pick(names, shape.unique[0]), pick(names, shape.unique[1])])].map(quoteName).join(', ')})`,
        ]
      : []),
    ...shape.foreignKeys.map((key) => foreignKeySql(key, names, tables)),
  ];
  const options = [...(shape.withoutRowid ? ['WITHOUT ROWID'] : []), ...(shape.strict ? ['STRICT'] : [])];
  return {
    name,
    sql: `CREATE TABLE ${quoteName(name)} (\n  ${parts.join(',\n  ')}\n) ${options.join(', ')}`,
    columns: stored,
    inserts: shape.rows.map((row) => ({ values: row.filter((_, place) => !isGenerated[place]) })),
  };
}

function columnSql(shape: Shape, one: Column, place: number, generated: boolean): string {
  const name = quoteName(columnNames(shape)[place] ?? '');
  const of = quoteName(columnNames(shape)[Math.max(0, place - 1)] ?? '');
  const alias = place === 0 && ['alias', 'autoincrement', 'alias desc'].includes(shape.key);
  if (alias) {
    const order = shape.key === 'alias desc' ? ' DESC' : '';
    return `${name} INTEGER PRIMARY KEY${order}${shape.key === 'autoincrement' ? ' AUTOINCREMENT' : ''}`;
  }
  return [
    name,
    shape.strict ? one.strict : one.declared,
    one.notNull ? 'NOT NULL' : '',
    one.unique ? 'UNIQUE' : '',
    one.collation === '' ? '' : `COLLATE ${one.collation}`,
    one.ifMissing === '' || generated ? '' : `DEFAULT ${one.ifMissing}`,
    one.check === '' ? '' : `CHECK (${one.check.replaceAll('?', () => name)})`,
    generated ? `AS (${one.generated.replaceAll('?', () => of)})${place % 2 === 0 ? ' STORED' : ''}` : '',
  ].join(' ');
}

function keySql({ key, keyName }: Shape, stored: readonly string[]): string[] {
  const columns = { one: 1, two: 2, 'two desc': 2, all: stored.length }[
    key === 'one' || key === 'two' || key === 'two desc' || key === 'all' ? key : 'one'
  ];
  if (key === 'none' || key === 'alias' || key === 'autoincrement' || key === 'alias desc') return [];
  const names = stored
    .slice(0, columns)
    .map((name) => `${quoteName(name)}${key === 'two desc' ? ' DESC' : ''}`);
  return [
    `${keyName === '' ? '' : `CONSTRAINT ${quoteName(keyName)} `}PRIMARY KEY (${names.toReversed().join(', ')})`,
  ];
}

function foreignKeySql(
  { from, table: at, to, actions }: Shape['foreignKeys'][number],
  names: readonly string[],
  tables: readonly Named[],
): string {
  const parent = tables[at];
  const own = [...new Set(from.map((place) => pick(names, place)))];
  const target = parent ? columnNames(parent.shape) : ['id'];
  const theirs = to && [...new Set(to.map((place) => pick(target, place)))].slice(0, own.length);
  const list = theirs?.length === own.length ? ` (${theirs.map(quoteName).join(', ')})` : '';
  return `FOREIGN KEY (${own.map(quoteName).join(', ')}) REFERENCES ${quoteName(parent?.name ?? 'no such table')}${list} ${actions}`;
}

function indexSql(
  shape: Shape,
  table: string,
  { unique, terms, where }: Shape['indexes'][number],
  name: string,
): string {
  const names = columnNames(shape);
  const fill = (place: number, sql: string) => sql.replaceAll('?', () => quoteName(pick(names, place)));
  const list = terms.map(([place, term]) => fill(place, term)).join(', ');
  const condition = where === undefined ? '' : ` WHERE ${fill(where[0], where[1])}`;
  return `CREATE ${unique}INDEX ${quoteName(name)} ON ${quoteName(table)} (${list})${condition}`;
}

function viewSql(tables: readonly Named[], [at, place, sql]: [number, number, string], name: string): string {
  const { shape, name: of } = pick(tables, at);
  const column = quoteName(pick(columnNames(shape), place));
  const select = sql.replaceAll('?', () => column).replaceAll('@', () => quoteName(of));
  return `CREATE VIEW ${quoteName(name)} AS ${select}`;
}

/** Writes the file and leaves out what SQLite refuses: whole tables, single rows, indexes. */
export function writeRandomDatabase(
  path: string,
  { encoding, pageSize, tables, others }: RandomDatabase,
): void {
  const db = new Database(path);
  try {
    db.pragma(`page_size = ${pageSize}`);
    db.pragma(`encoding = '${encoding}'`);
    db.pragma('foreign_keys = OFF');
    // Half of the files have rows that don't keep to their CHECKs, as after an ALTER of the schema.
    db.pragma(`ignore_check_constraints = ${tables.length % 2 === 0 ? 'ON' : 'OFF'}`);
    db.pragma('synchronous = OFF');
    db.exec(
      'CREATE TABLE "at least one row" (id INTEGER PRIMARY KEY); INSERT INTO "at least one row" VALUES (1)',
    );
    const taken = tables.filter(({ sql }) => succeeds(() => db.exec(sql)));
    for (const table of taken)
      for (const { values } of table.inserts) succeeds(() => insert(db, table, values));
    for (const sql of others) succeeds(() => db.exec(sql));
  } finally {
    db.close();
  }
}

function insert(db: Database.Database, { name, columns }: RandomTable, values: readonly RandomValue[]): void {
  const holes = values.map((value) => (isBroken(value) ? 'CAST(? AS TEXT)' : '?'));
  db.prepare(
    `INSERT INTO ${quoteName(name)} (${columns.map(quoteName).join(', ')}) VALUES (${holes.join(', ')})`,
  ).run(...values.map(bound));
}

function isBroken(value: RandomValue): value is { textOfBytes: readonly number[] } {
  return typeof value === 'object' && value !== null && 'textOfBytes' in value;
}

function bound(value: RandomValue): null | bigint | number | string | Buffer {
  if (typeof value !== 'object' || value === null) return value;
  return Buffer.from('blob' in value ? value.blob : value.textOfBytes);
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}
