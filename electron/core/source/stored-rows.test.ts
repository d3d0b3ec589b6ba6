import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { understand } from '../../testing/understand.ts';
import { openStoredRows, type StoredRows, storageClassOf, textLength } from './stored-rows.ts';

type Value = null | bigint | number | string | Buffer;

/** A row's value as SQLite's own query gives it. */
function storedValue(rows: StoredRows, column: number): Value {
  const type = rows.types[column] ?? 0;
  const start = rows.starts[column] ?? 0;
  const bytes = () => Buffer.from(rows.bytes.subarray(start, start + textLength(type)));
  switch (storageClassOf(type)) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(rows.integer(column));
    case 'real':
      return rows.real(column);
    case 'text':
      return bytes().toString();
    case 'blob':
      return bytes();
  }
}

interface Read {
  readonly rows: (readonly [rowid: bigint, ...values: Value[]])[];
  readonly end: 'end' | 'unusual';
}

/** Reads t to where its pages can be read. */
async function readStored(
  build: string | ((db: Database) => void),
): Promise<{ stored: Read; queried: Read['rows'] } | undefined> {
  await using file = await understand(build);
  const { db } = file;
  const table = file.table('t');
  const queried = db
    .prepare<[], [bigint, ...Value[]]>('SELECT rowid, * FROM t ORDER BY rowid')
    .raw()
    .safeIntegers()
    .all();
  using rows = openStoredRows(db, file.source.file.encoding, table);
  if (rows === undefined) return undefined;
  const read: Read['rows'] = [];
  for (;;) {
    const step = rows.next();
    if (step !== 'row') return { stored: { rows: read, end: step }, queried };
    read.push([BigInt(rows.rowid), ...table.columns.map((_, column) => storedValue(rows, column))]);
  }
}

async function expectAsQueried(build: string | ((db: Database) => void)): Promise<void> {
  const read = await readStored(build);
  expect(read?.stored).toEqual({ rows: read?.queried, end: 'end' });
}

describe('rows are read from the pages as SQLite gives them', () => {
  const integers = [
    '0',
    '1',
    '-1',
    '127',
    '-128',
    '128',
    '32767',
    '-32769',
    '8388607',
    '-8388609',
    '2147483647',
  ];
  const longIntegers = [
    '-2147483649',
    '140737488355327',
    '-140737488355329',
    '9007199254740993',
    '9223372036854775807',
  ];
  test.each([
    ...integers,
    ...longIntegers,
    '-9223372036854775808',
    '1.5',
    '-1e300',
    '9e999',
    "x''",
    "x'00ff'",
    "''",
  ])('the value %s', async (value) => {
    await expectAsQueried(`CREATE TABLE t (v); INSERT INTO t VALUES (${value}), (NULL), (${value})`);
  });

  test.each([512, 1024, 4096, 65_536])('rows of every length on pages of %i bytes', async (pageSize) => {
    await expectAsQueried(`PRAGMA page_size = ${pageSize};
      CREATE TABLE t (a, b, c);
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
      INSERT INTO t SELECT i, hex(zeroblob(i * 7)), randomblob(i % 700) FROM n`);
  });

  test('a tree of several levels, with holes and rows that were moved', async () => {
    await expectAsQueried(`PRAGMA page_size = 512;
      CREATE TABLE t (a, b);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      INSERT INTO t SELECT i, 'row ' || i FROM n;
      DELETE FROM t WHERE a % 3 = 0;
      UPDATE t SET b = hex(zeroblob(300)) WHERE a % 50 = 1`);
  });

  test('a file that keeps pages for its vacuum', async () => {
    await expectAsQueried((db) => {
      db.pragma('auto_vacuum = FULL');
      db.exec(`CREATE TABLE other (x); CREATE TABLE t (a, b);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        INSERT INTO t SELECT i, hex(zeroblob(i)) FROM n;
        DELETE FROM t WHERE a % 2 = 0; DROP TABLE other`);
    });
  });

  test('a row of nineteen hundred columns, whose header is long itself', async () => {
    const columns = Array.from({ length: 1900 }, (_, index) => `c${index}`);
    await expectAsQueried(`CREATE TABLE t (${columns.join()});
      INSERT INTO t VALUES (${columns.map((_, index) => `'${'x'.repeat(index % 90)}'`).join()})`);
  });

  test('rows from before a column was added', async () => {
    await expectAsQueried(`CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);
      ALTER TABLE t ADD COLUMN b TEXT; INSERT INTO t VALUES (3, 'x')`);
  });

  test('a key that is the rowid', async () => {
    const read = await readStored(`CREATE TABLE t (id INTEGER PRIMARY KEY, v);
      INSERT INTO t VALUES (1, 'a'), (7, 'b'), (281474976710655, 'c')`);
    expect(read?.stored.rows.map(([rowid]) => rowid)).toEqual([1n, 7n, 281_474_976_710_655n]);
  });

  test('whatever a table holds', async () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -300n, max: 300n }),
      fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
      fc
        .string({ unit: 'grapheme', maxLength: 40 })
        .filter((text) => text.isWellFormed() && !text.includes('\0')),
      fc.uint8Array({ maxLength: 900 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(512, 4096),
        async (rows, pageSize) => {
          await expectAsQueried((db) => {
            db.pragma(`page_size = ${pageSize}`);
            db.exec('CREATE TABLE t (a, b, c)');
            const insert = db.prepare<Value[]>('INSERT INTO t VALUES (?, ?, ?)');
            for (const row of rows) insert.run(...row);
          });
        },
      ),
      { numRuns: 40, seed: 26 },
    );
  });
});

describe('is left to SQLite:', () => {
  test.each([
    [
      'a table without a rowid',
      'CREATE TABLE t (a PRIMARY KEY, rowid) WITHOUT ROWID; INSERT INTO t VALUES (1, 1)',
    ],
    [
      'a column that is computed when it is read',
      'CREATE TABLE t (a, b AS (a + 1)); INSERT INTO t VALUES (1)',
    ],
    ['a file in UTF-16', "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a); INSERT INTO t VALUES ('x')"],
  ])('%s', async (_, sql) => {
    expect(await readStored(sql)).toBeUndefined();
  });

  test.each([
    [
      'rows that lack a column with a default',
      "CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b DEFAULT 'x'",
    ],
    ['a row of more than 64 mebibytes', 'CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(67108865))'],
    ['a rowid below zero', 'CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (-1, 1)'],
    [
      'a rowid beyond what a number holds',
      'CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (9007199254740993, 1)',
    ],
  ])('%s', async (_, sql) => {
    expect((await readStored(sql))?.stored.end).toBe('unusual');
  });

  test('a stored generated column is read', async () => {
    await expectAsQueried('CREATE TABLE t (a, b AS (a + 1) STORED, c); INSERT INTO t VALUES (1, 3), (2, 4)');
  });
});

test('a broken page ends the reading, whichever byte of it is wrong', async () => {
  await using file = await understand(`PRAGMA page_size = 512;
    CREATE TABLE t (a, b);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO t SELECT i, hex(zeroblob(i % 400)) FROM n`);
  const { db } = file;
  const whole = readFileSync(db.name);
  const handle = openSync(db.name, 'r+');
  const table = file.table('t');
  for (let place = 512; place < whole.length; place += 11) {
    const wrong = Buffer.of((whole[place] ?? 0) ^ (place % 2 === 0 ? 0xff : 0x81));
    writeSync(handle, wrong, 0, 1, place);
    using rows = openStoredRows(db, 'UTF-8', table);
    let read = 0;
    while (rows?.next() === 'row') read += 1;
    expect(read).toBeLessThanOrEqual(table.rows);
    writeSync(handle, whole, place, 1, place);
  }
  closeSync(handle);
});
