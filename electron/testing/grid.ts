import Database from 'better-sqlite3';
import type pg from 'pg';
import type { TargetType } from '../../shared/plan.ts';
import type { ColumnTypes, Translation } from '../core/plan/translate/index.ts';
import { freshDatabase, type TestServer } from './postgres.ts';

/** Values that each column of the grid runs through; lengths without common factors make many pairs. */
const grid: readonly {
  name: string;
  declared: string;
  type: TargetType;
  values: readonly (string | number | Buffer | null)[];
  collation?: string;
}[] = [
  {
    name: 'n',
    declared: 'INTEGER',
    type: { name: 'integer' },
    values: [null, -7, -1, 0, 1, 2, 3, 7, 100, 2147483647, -2147483648],
  },
  {
    name: 'Big',
    declared: 'BIGINT',
    type: { name: 'bigint' },
    values: [null, 0, 1, -5, 1099511627777, 64, 2],
  },
  {
    name: 'x',
    declared: 'REAL',
    type: { name: 'double precision' },
    values: [null, -2.5, -0.5, 0, 0.1, 0.5, 1, 1.5, 2.5, 2.675, 1e10, -1, 3],
  },
  {
    name: 'price',
    declared: 'DECIMAL(10,2)',
    type: { name: 'decimal', precision: 10, scale: 2 },
    values: [null, 0, 1, 4.5, 18, 0.25],
  },
  { name: 'active', declared: 'BOOLEAN', type: { name: 'boolean' }, values: [null, 0, 1] },
  {
    name: 't',
    declared: 'TEXT',
    type: { name: 'text' },
    values: [
      null,
      '',
      'a',
      'A',
      'abc',
      'ABC',
      'é',
      'É',
      '日本',
      '😀',
      'a%b',
      'a_b',
      'a\\b',
      ' x ',
      'x  ',
      '0',
      '5',
      '-3',
      "it's",
      'مدرسة',
      'tab\there',
      'two\nlines',
      'user@school.qa',
    ],
  },
  {
    name: 'other',
    declared: 'VARCHAR(40)',
    type: { name: 'varchar', length: 40 },
    values: ['a', null, 'abc', 'Abc', 'x', '5', 'É', '', '%b'],
  },
  {
    name: 'nc',
    declared: 'TEXT',
    type: { name: 'text' },
    collation: 'NOCASE',
    values: [null, 'ABC', 'abc', 'É', 'é'],
  },
  {
    name: 'day',
    declared: 'DATE',
    type: { name: 'date' },
    values: [null, '2024-01-31', '2024-02-29', '2025-12-31', '2026-01-01', '1999-07-04', '2024-12-30'],
  },
  {
    name: 'at',
    declared: 'DATETIME',
    type: { name: 'timestamp' },
    values: [
      null,
      '2024-01-31 00:00:00',
      '2024-02-29 23:59:59',
      '2026-01-01 07:30:00',
      '1969-12-31 12:00:01',
      '2025-12-31 10:11:12',
    ],
  },
  {
    name: 'clock',
    declared: 'TIME',
    type: { name: 'time' },
    values: [null, '07:30:00', '08:15:00', '23:59:59', '00:00:00'],
  },
  {
    name: 'bytes',
    declared: 'BLOB',
    type: { name: 'bytea' },
    values: [null, Buffer.from('abc'), Buffer.from([0, 255]), Buffer.alloc(0), Buffer.from('ABC')],
  },
];

export const gridTypes: ColumnTypes = new Map(
  [{ name: 'id', declared: 'INTEGER', type: { name: 'integer' } as const }, ...grid].map((column) => [
    column.name.toLowerCase(),
    {
      name: column.name,
      type: column.type,
      declaredType: column.declared,
      ...('collation' in column ? { collation: column.collation } : {}),
    },
  ]),
);
export const gridTables = new Map([['Grid', gridTypes]]);

/** One table with the same rows on both sides. */
export interface Grid extends AsyncDisposable {
  readonly sqlite: Database.Database;
  readonly client: pg.Client;
  /** Runs a query on each side; what means the same comes back equal. */
  readonly both: (there: string, here: string) => Promise<[unknown[][], unknown[][]]>;
}

export async function makeGrid(server: TestServer): Promise<Grid> {
  const sqlite = new Database(':memory:');
  const database = await freshDatabase(server);
  const { client } = database;
  await fill(sqlite, client);
  return {
    sqlite,
    client,
    async both(there, here) {
      const rows = sqlite.prepare<[], unknown[]>(there).raw().safeIntegers().all();
      const result = await client.query({ text: here, rowMode: 'array', types: asText });
      return [rows.map((row) => row.map(plain)), align(result.rows, rows)];
    },
    async [Symbol.asyncDispose]() {
      sqlite.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

const asText = { getTypeParser: () => (value: string) => value };

export function carried(translation: Translation): string {
  if (translation.kind === 'carried') return translation.sql;
  throw new Error(`Not carried: ${translation.reason}`);
}

/** Values of SQLite as comparable ones: numbers without their storage class, -0 as 0, blobs as PostgreSQL prints them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value === 0) return 0;
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
}

/** PostgreSQL's texts, read as numbers where SQLite has a number. */
function align(rows: (string | null)[][], pattern: unknown[][]): unknown[][] {
  return rows.map((row, at) =>
    row.map((cell, column) => (isNumeric(pattern[at]?.[column]) ? numeric(cell) : cell)),
  );
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function numeric(cell: string | null): unknown {
  if (cell === 't' || cell === 'f') return cell === 't' ? 1 : 0;
  if (cell === null || !/^-?[\d.]+(e[+-]?\d+)?$/.test(cell)) return cell;
  const whole = cell.replace(/\.0+$/, '');
  return /^-?\d+$/.test(whole) && !Number.isSafeInteger(Number(whole)) ? whole : Number(whole) || 0;
}

async function fill(sqlite: Database.Database, client: pg.Client): Promise<void> {
  const declared = grid.map(
    ({ name, declared, collation }) => `"${name}" ${declared}${collation ? ` COLLATE ${collation}` : ''}`,
  );
  sqlite.exec(`CREATE TABLE "Grid" (id INTEGER PRIMARY KEY, ${declared.join(', ')})`);
  const target = grid.map(({ name, type }) => `"${name}" ${targetType(type)}`);
  await client.query(`CREATE TABLE "Grid" (id integer PRIMARY KEY, ${target.join(', ')})`);
  const holes = ['id', ...grid].map(() => '?');
  const insert = sqlite.prepare(`INSERT INTO "Grid" VALUES (${holes.join(', ')})`);
  const places = holes.map((_, at) => `$${at + 1}`).join(', ');
  for (let id = 1; id <= 253; id += 1) {
    const row = grid.map(({ values }, at) => values[(id * (at % 3 === 0 ? 1 : 2)) % values.length] ?? null);
    insert.run(id, ...row);
    await client.query(`INSERT INTO "Grid" VALUES (${places})`, [
      id,
      ...row.map((value, at) => (grid[at]?.type.name === 'boolean' && value !== null ? value === 1 : value)),
    ]);
  }
}

function targetType(type: TargetType): string {
  if (type.name === 'varchar') return `varchar(${type.length})`;
  return type.name === 'decimal' ? `numeric(${type.precision}, ${type.scale})` : type.name;
}
