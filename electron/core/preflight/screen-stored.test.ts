import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { understand } from '../../testing/understand.ts';
import { screenBySql } from './screen-by-sql.ts';
import { screenStored } from './screen-stored.ts';
import type { Screened } from './screened.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

/** Both ways of screening the first table of a file. */
async function screenBothWays(build: string | ((db: Database) => void)) {
  await using file = await understand(build);
  const { db, source } = file;
  const table = file.table('t');
  return {
    stored: await screenStored(db, source.file.encoding, table, quiet),
    bySql: await screenBySql(db, source, table, quiet),
  };
}

const types = [
  '',
  'INTEGER',
  'BIGINT',
  'REAL',
  'FLOAT',
  'NUMERIC',
  'DECIMAL(5,2)',
  'BOOLEAN',
  'TEXT',
  'VARCHAR(3)',
  'BLOB',
  'DATE',
  'TIME',
  'DATETIME',
  'JSON',
];
const contents: readonly (readonly [name: string, ...values: string[]])[] = [
  ['nothing', 'NULL', 'NULL'],
  ['small integers', '0', '1', '-1', 'NULL'],
  ['large integers', '9223372036854775807', '-9223372036854775808', '2147483648'],
  ['whole reals', '1.0', '2.0', '-3.0'],
  ['fractions', '0.5', '1', '-1e-300'],
  ['infinities', '9e999', '1.5'],
  ['texts', "'a'", "''", "'abcd'", "'حضر'"],
  ['texts to escape', "'a' || char(9)", "'\\'", 'NULL'],
  ['texts with NUL', "'a' || char(0)", "'b'"],
  ['broken texts', "CAST(x'61ff' AS TEXT)"],
  ['blobs', "x''", "x'00ff'"],
  ['a mixture', '1', "'a'", "x'61'", '1.5'],
  ['dates', "'2024-02-29'", "'0001-01-01'", "'9999-12-31'"],
  ['dates that are none', "'2023-02-29'", "'2024-01-01'"],
  ['the year 0', "'0000-01-01'"],
  ['times', "'07:30:00'", "'23:59:59.999999'"],
  ['times that are none', "'24:00:00'", "'07:30'", "'07:30:00.1234567'"],
  ['timestamps', "'2024-02-29 07:30:00'", "'2024-02-29T07:30:00.5'", "'2024-02-29'"],
  ['timestamps with an offset', "'2024-02-29 07:30:00+03:00'"],
  ['two dates in one value', "'2024-02-29,2024-02-29'"],
];

/** Where a number is out of place, SQL doesn't ask whether it is a whole one. */
function comparable(screened: Screened): unknown {
  const wholeMatters = /^(integer|real|numeric|decimal|boolean|none)$/.test(screened.declared.kind);
  const { min, max, ...rest } = screened;
  if (wholeMatters) return { ...rest, min, max };
  return { ...rest, storage: rest.storage === 'integers' ? 'numbers' : rest.storage };
}

test.each(contents)('%s are seen alike in the pages and by SQL, whatever the type', async (_, ...values) => {
  const columns = types.map((type, index) => `c${index} ${type}`);
  const rows = values.map((value) => `(${types.map(() => value).join()})`);
  const { stored, bySql } = await screenBothWays(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, ${columns.join()});
     INSERT INTO t (${types.map((_, index) => `c${index}`).join()}) VALUES ${rows.join()}`,
  );
  expect(stored).toBeDefined();
  expect(stored?.map(comparable)).toEqual(bySql.map(comparable));
});

test('a row that only SQLite reads leaves the table to SQL', async () => {
  const { stored, bySql } = await screenBothWays(
    'CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b INTEGER DEFAULT 7',
  );
  expect(stored).toBeUndefined();
  expect(bySql.map(({ nonNull, max }) => [nonNull, max])).toEqual([
    [1, 1n],
    [1, 7n],
  ]);
});

test('stops when it is told to', async () => {
  await using file = await understand(
    `CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
     INSERT INTO t SELECT i FROM n`,
  );
  const stop = new AbortController();
  const advance = () => stop.abort(new Error('stopped'));
  const context = { signal: stop.signal, advance };
  await expect(screenStored(file.db, 'UTF-8', file.table('t'), context)).rejects.toThrow('stopped');
});
