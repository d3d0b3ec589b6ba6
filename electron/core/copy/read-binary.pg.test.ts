import { readdir, readlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { type Understood, understand } from '../../testing/understand.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { createTableSql } from '../postgres/ddl.ts';
import { preflight } from '../preflight/preflight.ts';
import { BadRows } from '../quarantine/bad-rows.ts';
import { allRows } from '../source/row-filter.ts';
import { copyTable } from './copy-table.ts';
import { NeedsText, readCopyBinary } from './read-binary.ts';
import { type CopyBlock, type ReadInput, readCopyText } from './read-lines.ts';

const { signal } = new AbortController();
const quiet = { signal, advance: () => undefined };

/** What a run would hand to the copy of table t. */
async function inputOf({ db, source }: Understood): Promise<ReadInput> {
  const { tables } = await preflight({ db, source, renamed: [] }, quiet);
  const plan = await buildPlan({ source, assessed: tables });
  const assessed = tables.find(({ table }) => table.name === 't');
  const planned = plan.tables.find(({ name }) => name === 't');
  if (assessed === undefined || planned === undefined) throw new Error('There is no table t');
  return { db, utf8: true, assessed, planned, filter: allRows, signal };
}

/** The rows of t as the server prints them, after a copy in one of the formats. */
async function copied(
  client: pg.Client,
  { planned }: ReadInput,
  blocks: AsyncIterable<CopyBlock>,
  format: 'text' | 'binary',
): Promise<string[]> {
  const schema = `as_${format}`;
  await client.query(`CREATE SCHEMA ${schema}; ${createTableSql(schema, planned)}`);
  const bytes = async function* () {
    for await (const block of blocks) yield block.bytes;
  };
  const copy = copyFrom(`COPY ${schema}.t FROM STDIN WITH (FORMAT ${format})`);
  await pipeline(Readable.from(bytes()), client.query(copy));
  const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${schema}.t t ORDER BY 1`);
  return rows.map(({ row }) => row);
}

const columns: readonly (readonly [type: string, ...values: string[]])[] = [
  ['INTEGER', '0', '-1', '2147483647', '-2147483648'],
  ['BIGINT', '9223372036854775807', '-9223372036854775808', '9007199254740993', '4294967296', '-4294967297'],
  ['BOOLEAN', '0', '1'],
  ['REAL', '0.1', '3', '-2.5e-300', '9e999', '-9e999', '1e15', '123456789012'],
  ['TEXT', "''", "'حضر'", "'a' || char(9) || 'b\\'", "'😀'"],
  ['VARCHAR(3)', "'é'", "'abc'"],
  ['BLOB', "x''", "x'00ff5c'"],
  [
    'DATE',
    "'0001-01-01'",
    "'1999-12-31'",
    "'2000-01-01'",
    "'2000-02-29'",
    "'2000-03-01'",
    "'1900-02-28'",
    "'9999-12-31'",
  ],
  ['TIME', "'00:00:00'", "'23:59:59.999999'", "'07:30:00.5'"],
  [
    'DATETIME',
    "'0001-01-01'",
    "'0001-01-01 00:00:00.000001'",
    "'1969-12-31T23:59:59.999999'",
    "'1999-12-31 23:59:59.9'",
    "'2000-01-01 00:00:00'",
    "'2026-09-06 07:07:08.704269'",
    "'9999-12-31 23:59:59.999999'",
  ],
];

describe.each(servers())('PostgreSQL $version reads the binary form as it reads the text', (server) => {
  test.each(columns)('of %s', async (type, ...values) => {
    await using database = await freshDatabase(server);
    await using file = await understand(`CREATE TABLE t (id INTEGER PRIMARY KEY, v ${type}, w INTEGER);
      INSERT INTO t (v) VALUES ${[...values, 'NULL'].map((value) => `(${value})`).join()}`);
    const input = await inputOf(file);
    const binary = readCopyBinary(input);
    if (binary === undefined) throw new Error('The table is not copied in the binary form');
    const rows = await copied(database.client, input, binary, 'binary');
    expect(rows).toHaveLength(values.length + 1);
    expect(rows).toEqual(await copied(database.client, input, readCopyText(input), 'text'));
  });

  test('over many blocks, one of them of a row larger than a block', async () => {
    await using database = await freshDatabase(server);
    await using file = await understand(`CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
      INSERT INTO t SELECT i, hex(zeroblob(iif(i = 5000, 400000, i % 90))) FROM n`);
    const input = await inputOf(file);
    const binary = readCopyBinary(input);
    if (binary === undefined) throw new Error('The table is not copied in the binary form');
    const rows = await copied(database.client, input, binary, 'binary');
    expect(rows).toEqual(await copied(database.client, input, readCopyText(input), 'text'));
  });
});

test.each([
  ['a value that has to be read as another', "v INTEGER); INSERT INTO t (v) VALUES ('12'), ('x')"],
  ['a type that takes digits', 'v DECIMAL(5, 2)); INSERT INTO t (v) VALUES (1), (2)'],
])('%s goes as text', async (_, sql) => {
  await using file = await understand(`CREATE TABLE t (id INTEGER, ${sql}`);
  expect(readCopyBinary(await inputOf(file))).toBeUndefined();
});

test('rows that were put aside leave the text form to leave them out', async () => {
  await using file = await understand('CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (1)');
  const input = await inputOf(file);
  expect(readCopyBinary(input)).toBeDefined();
  expect(readCopyBinary({ ...input, filter: { ...allRows, keepSql: () => 'v > 1' } })).toBeUndefined();
  expect(readCopyBinary({ ...input, filter: { ...allRows, valueSql: () => 'NULL' } })).toBeUndefined();
});

test('a value beyond the planned type asks for the text form, and is not cut', async () => {
  await using file = await understand('CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (1), (2147483648)');
  const input = await inputOf(file);
  const narrow = { type: { name: 'integer' } } as const;
  const planned = {
    ...input.planned,
    columns: input.planned.columns.map((column) => ({ ...column, ...narrow })),
  };
  const columns = input.assessed.columns.map((column) => ({ ...column, reading: narrow }));
  const blocks = readCopyBinary({ ...input, planned, assessed: { ...input.assessed, columns } });
  await expect(drain(blocks)).rejects.toThrow(NeedsText);
});

test('a table without rowids asks for the text form', async () => {
  await using file = await understand(
    'CREATE TABLE t (id INTEGER, v TEXT, PRIMARY KEY (id)) WITHOUT ROWID; INSERT INTO t VALUES (1, 2)',
  );
  await expect(drain(readCopyBinary(await inputOf(file)))).rejects.toThrow(NeedsText);
});

/** Reads a copy to its end, with nobody to take it. */
async function drain(blocks: AsyncIterable<CopyBlock> | undefined): Promise<void> {
  if (blocks === undefined) throw new Error('The table is not copied in the binary form');
  for await (const block of blocks) expect(block.bytes.length).toBeGreaterThan(0);
}

// Only Linux says so easily which files a process has open.
test.runIf(process.platform === 'linux')(
  'a copy that fails before its first row leaves no file open',
  async () => {
    const [server] = servers();
    if (server === undefined) throw new Error('There is no server');
    await using database = await freshDatabase(server);
    await using file = await understand('CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (1)');
    const input = await inputOf(file);
    expect(readCopyBinary(input)).toBeDefined();
    const before = await timesOpen(file.db.name);
    const target = { client: database.client, schema: 'missing' };
    await expect(copyTable(target, input, new BadRows(file.db), () => undefined)).rejects.toThrow('missing');
    expect(await timesOpen(file.db.name)).toBe(before);
  },
);

/** How often this process has a file open. */
async function timesOpen(path: string): Promise<number> {
  const handles = await readdir('/proc/self/fd');
  // The handle that lists the others is gone by then.
  const opened = await Promise.allSettled(handles.map((handle) => readlink(`/proc/self/fd/${handle}`)));
  return opened.filter((file) => file.status === 'fulfilled' && file.value === path).length;
}
