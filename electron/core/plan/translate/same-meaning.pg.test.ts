import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carried, type Grid, gridTables, gridTypes, makeGrid } from '../../../testing/grid.ts';
import { servers } from '../../../testing/postgres.ts';
import { translateCheck, translateIndexPart, translatePredicate, translateView } from './index.ts';

/** Conditions, for CHECK and WHERE. */
const conditions = lines(String.raw`
  n > 0
  n = 1
  N <> 7 AND n IS NOT NULL
  n BETWEEN 1 AND 7
  n NOT BETWEEN -1 AND 2
  n IN (1, 2, 7)
  n NOT IN (1, NULL)
  n = '7'
  n IN ('1', '2')
  n
  NOT n
  n IS 1
  n IS NOT 7
  n == 2
  n != 2
  n % 2 = 0
  n / 2 = 3
  n / 0 IS NULL
  7 / n > 1
  n & 3 = 1
  (n | 8) > 8
  ~n < 0
  n << 2 > 4
  n >> 1 = 1
  -n > 1
  +n = 1
  n * n > 4
  n + n > 2147483647
  n - 1 < Big
  n = Big
  n < x
  n = 0x7
  n < 1_00
  x >= 0.5
  x = 0.1
  x / 2 > 0.5
  x * 3 = 0.30000000000000004
  n * 0.1 > 0.2
  x IS NULL OR x BETWEEN 0 AND 1
  x
  x = 1
  x = price
  price >= 0
  price = 4.5
  price * 2 > 8
  price / 2.0 > 2
  active = 1
  active = 0
  active <> 1
  active IN (0, 1)
  active
  NOT active
  active IS TRUE
  active IS NOT TRUE
  active IS FALSE
  active IS 1
  active = TRUE
  active = 2
  active > 0
  active + 1 = 2
  active = (n > 1)
  active = '1'
  active IS NULL OR active IN (0)
  t = 'abc'
  t <> ''
  t = 5
  t IN (0, 5)
  t IN ('a', 'É', '')
  t < 'a'
  t >= 'A' AND t < 'b'
  t BETWEEN 'A' AND 'a'
  t = other
  t < other
  t > '日'
  t IS other
  t IS NOT other
  t = n + 5
  t = length(other)
  t LIKE 'a%'
  t LIKE 'A_c'
  t LIKE '%É%'
  t LIKE 'a\%'
  t LIKE 'a!%b' ESCAPE '!'
  t LIKE 'a\_b' ESCAPE '\'
  t NOT LIKE '%b'
  t LIKE other
  n LIKE '1%'
  t LIKE 'x'
  t GLOB 'a*'
  t GLOB '?'
  t GLOB '[a-c]*'
  t GLOB '[^a]*'
  t GLOB '*.*'
  t GLOB 'a\b'
  t GLOB 'A?C'
  t NOT GLOB '*@*.[a-z][a-z]'
  nc = 'abc'
  'Abc' = nc
  nc < 'b'
  t = 'ABC' COLLATE NOCASE
  t COLLATE NOCASE = other
  t COLLATE RTRIM = 'x'
  nc = t
  t = nc
  nc IN ('aBc')
  nc COLLATE BINARY = 'abc'
  nc LIKE 'A%'
  nc BETWEEN 'a' AND 'b'
  length(t) = 3
  length(t) > 1 AND t NOT LIKE '% %'
  length(n) = 1
  length(bytes) = 4
  trim(t) = 'x'
  lower(t) = 'abc'
  upper(other) = 'ABC'
  instr(t, '@') > 1
  substr(t, 1, 1) = 'a'
  coalesce(t, '') = ''
  typeof(n) = 'integer'
  typeof(n) IN ('integer', 'null')
  typeof(t) <> 'text'
  typeof(x) = 'real'
  typeof(active) = 'integer'
  typeof(n) = 'null'
  day >= '2024-02-29'
  day < '2024-12-30'
  day = '2026-01-01'
  day BETWEEN '2024-01-01' AND '2024-12-31'
  day IS NULL OR day > '2000-01-01'
  day <> '2024-01-31'
  day > '2024-01-31 10:00:00'
  day <= '2024-01-31 00:00:00'
  day > '2024-02-29 00:00:00'
  at >= '2024-02-29'
  at < '2026-01-01'
  at >= '2024-02-29 23:59:59'
  at = '2026-01-01 07:30:00'
  at > '2024-01-31 00:00:00'
  at <= '2024-01-31 00:00:00'
  at >= day
  at < day
  day <= at
  at > datetime('2024-01-31')
  datetime(at) = '2026-01-01 07:30:00'
  clock < '08:15:00'
  clock BETWEEN '07:00:00' AND '09:00:00'
  clock >= '07:30'
  clock < '08:00'
  strftime('%Y', day) = '2024'
  CAST(strftime('%m', at) AS INTEGER) = 1
  date(at) = '2026-01-01'
  date(at) = day
  strftime('%w', day) IN ('0', '6')
  julianday(at) - julianday(day) > 1
  CASE WHEN n > 1 THEN active ELSE 0 END
  CASE t WHEN 'a' THEN 1 WHEN 'A' THEN 0 END = 1
  (n > 1) = (x > 1)
  n > 1 OR active
  t || n = 'a1'
  NULL IS NULL
  n IN ()
  TRUE
  n > NULL
  "n" = 1
  max(n, 2) = 2
  min(n, Big) < 1
  abs(n) = 7
  iif(n > 1, 'a', 'b') = 'a'
  ifnull(n, 0) = 0
  nullif(t, '') IS NULL
  bytes = x'616263'
  bytes <> x'00ff'
  length(bytes) > 0
  hex(bytes) = '00FF'
  bytes < x'ff'
`);

/** Expressions for result columns. */
const expressions = lines(`
  n + 1
  n - Big
  n * n
  n / 2
  n / n
  -n / 2
  n % 3
  -n
  n + 0.5
  x + n
  x * x
  x / n
  x - 0.1
  1 / 2
  1 / 2.0
  7 % 0
  n & 6
  n | 6
  ~n
  n << 3
  n >> 2
  Big * 2
  n > 1
  NOT active
  active
  active + n
  price
  price + n
  price * 2
  price / 3.0
  price - 0.25
  t || 'x'
  t || n
  t || other
  '[' || t || ']'
  n || ''
  active || ''
  date(at) || ' ' || time(at)
  length(t)
  length(other)
  length(n)
  lower(t)
  upper(t)
  lower(nc)
  trim(t)
  ltrim(t)
  rtrim(t)
  trim(t, 'ax')
  replace(t, 'a', 'é')
  replace(t, '', 'x')
  instr(t, 'b')
  instr(t, '')
  substr(t, 1, 1)
  substr(t, 2)
  substr(t, 0, 2)
  substr(t, -2)
  substr(t, instr(t, '@') + 1)
  substr(t, 2, length(t))
  substring(t, 1, 2)
  octet_length(t)
  hex(t)
  concat(t, NULL, n)
  concat_ws('-', t, other, n)
  abs(n)
  abs(x)
  sign(n)
  sign(x)
  round(x)
  round(n)
  round(n, 2)
  ceil(x)
  floor(x)
  trunc(x)
  ceil(n)
  coalesce(n, 0)
  coalesce(t, other)
  ifnull(x, 0)
  nullif(n, 1)
  nullif(t, other)
  nullif(nc, 'abc')
  iif(n > 1, t, other)
  iif(active, 'yes', 'no')
  max(n, Big)
  min(x, 1.5)
  max(t, other)
  min(t, 'b')
  likely(n > 1)
  typeof(n)
  typeof(t)
  typeof(x)
  coalesce(active, 0)
  CASE WHEN n > 1 THEN 'many' WHEN n = 1 THEN 'one' ELSE 'none' END
  CASE active WHEN 1 THEN n ELSE x END
  CASE nc WHEN 'abc' THEN 1 ELSE 0 END
  CAST(x AS INTEGER)
  CAST(n AS TEXT)
  CAST(n AS REAL)
  CAST(active AS INTEGER)
  CAST(price AS REAL)
  CAST(n AS REAL) / 2
  date(at)
  time(at)
  datetime(at)
  datetime(day)
  date(day)
  date(day, '+1 day')
  date(day, '-1 days')
  datetime(at, '+90 minutes')
  datetime(at, '-3 hours', '+10 seconds')
  date(at, 'start of month')
  date(at, 'start of month', '+1 month', '-1 day')
  date(day, 'start of year')
  datetime(at, 'start of day')
  datetime(at, 'start of year', '+1 year')
  datetime(n, 'unixepoch')
  date(n, 'unixepoch')
  strftime('%Y-%m', day)
  strftime('%Y-%m-%dT%H:%M:%S', at)
  strftime('%d/%m/%Y', day)
  strftime('%H:%M', at)
  strftime('%j', day)
  strftime('%w', day)
  strftime('%u', day)
  strftime('%G-W%V', day)
  strftime('%s', at)
  strftime('%I:%M %p', at)
  strftime('100%% "of" %Y', day)
  strftime('%F %T', at)
  CAST(strftime('%Y', day) AS INTEGER) + 1
  unixepoch(at)
  julianday(at)
  julianday(day)
  julianday(at) - julianday('2024-01-01')
  CAST(julianday(at) - julianday(day) AS INTEGER)
  datetime('2024-01-01')
  date('2024-02-29', '+1 day')
  x'00ff'
  NULL
  'it''s'
  1.5
  .5
  1e3
  0x1F
  -9223372036854775808
  9223372036854775807
  TRUE
  hex(bytes)
  length(bytes)
  coalesce(bytes, x'')
`);

/** Queries over the grid, as a view might hold them. Each sorts its rows, or has one. */
const queries = lines(`
  SELECT count(*), count(n), count(DISTINCT t), sum(n), sum(Big), total(n), min(n), max(x) FROM grid
  SELECT avg(n) AS a, avg(x) AS b, avg(Big) FROM grid WHERE n < 1000 AND x <> 0.1 AND x <> 2.675
  SELECT min(t), max(t), min(day), max(at), min(clock), max(active) FROM grid
  SELECT sum(n > 1), sum(active), avg(active) FROM grid
  SELECT sum(n) FROM grid WHERE 0
  SELECT total(n) FROM grid WHERE 0
  SELECT count(*) FILTER (WHERE n > 1), sum(n) FILTER (WHERE active) FROM grid
  SELECT active, count(*) AS c FROM grid GROUP BY active ORDER BY active
  SELECT t, count(*) AS c FROM grid GROUP BY t HAVING c > 2 ORDER BY c DESC, t
  SELECT strftime('%Y', day) AS year, sum(n) AS total FROM grid GROUP BY year ORDER BY year DESC
  SELECT n > 1 AS many, count(*) FROM grid GROUP BY 1 ORDER BY 1
  SELECT DISTINCT t FROM grid ORDER BY t
  SELECT DISTINCT t, n FROM grid ORDER BY 2 DESC, 1
  SELECT DISTINCT n FROM grid ORDER BY n LIMIT 3 OFFSET 1
  SELECT id, t FROM grid ORDER BY t COLLATE NOCASE, id DESC
  SELECT id, nc FROM grid ORDER BY nc, id
  SELECT id, n FROM grid ORDER BY n DESC NULLS FIRST, id
  SELECT a.id, b.id FROM grid a JOIN grid b ON b.id = a.id + 1 ORDER BY a.id
  SELECT a.id, b.t FROM grid AS a LEFT JOIN grid AS b ON b.id = a.n ORDER BY 1
  SELECT id, a.t, b.other FROM grid a JOIN grid b USING (id) ORDER BY id
  SELECT * FROM (SELECT id, n FROM grid) NATURAL JOIN (SELECT id, x FROM grid) ORDER BY id
  SELECT count(*) FROM grid a, grid b LEFT JOIN grid c ON c.id = a.n
  SELECT count(*) FROM grid a CROSS JOIN grid b
  SELECT count(*) FROM grid a LEFT JOIN grid b
  SELECT t FROM grid UNION SELECT other FROM grid ORDER BY 1
  SELECT n FROM grid UNION ALL SELECT Big FROM grid ORDER BY n
  SELECT n FROM grid EXCEPT SELECT Big FROM grid ORDER BY 1
  SELECT n FROM grid UNION SELECT Big FROM grid INTERSECT SELECT id FROM grid ORDER BY 1
  SELECT n AS k FROM grid UNION SELECT NULL ORDER BY k DESC
  SELECT id FROM grid WHERE n IN (SELECT Big FROM grid) ORDER BY id
  SELECT id FROM grid WHERE EXISTS (SELECT 1 FROM grid g WHERE g.n = grid.id) ORDER BY 1
  SELECT id FROM grid WHERE t NOT IN (SELECT other FROM grid WHERE other IS NOT NULL) ORDER BY id
  SELECT id, (SELECT max(g.n) FROM grid g WHERE g.id < grid.id) AS before FROM grid ORDER BY id
  SELECT id FROM grid WHERE x > (SELECT avg(x) FROM grid) ORDER BY id
  SELECT (SELECT other FROM grid ORDER BY id LIMIT 1) || '!'
  WITH few AS (SELECT id, n FROM grid WHERE id < 20), sums(k, s) AS (SELECT n, sum(id) FROM few GROUP BY n) SELECT * FROM sums ORDER BY k
  SELECT id, row_number() OVER (ORDER BY t, id) AS r, rank() OVER (PARTITION BY active ORDER BY n), sum(n) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM grid ORDER BY id
  SELECT id, lag(t) OVER (ORDER BY id) AS a, lead(n, 2) OVER (ORDER BY id) AS b, first_value(t) OVER (PARTITION BY n ORDER BY id), avg(n) OVER (ORDER BY id) FROM grid WHERE n < 1000 ORDER BY id
  SELECT n, group_concat(id, ';' ORDER BY id) FROM grid GROUP BY n ORDER BY n
  SELECT n + 1 AS m FROM grid WHERE m > 2 ORDER BY m
  SELECT t AS n, id FROM grid ORDER BY n, id
  SELECT * FROM grid WHERE id = 7
  SELECT g.*, g.id FROM grid g WHERE id = 7
  SELECT id FROM main.grid WHERE id = 1
`);

describe.each(servers())('PostgreSQL $version means the same as SQLite', (server) => {
  let grid: Grid;

  beforeAll(async () => {
    grid = await makeGrid(server);
  });
  afterAll(() => grid[Symbol.asyncDispose]());

  it.each(conditions)('where %s', async (condition) => {
    const translation = await translateCheck(condition, gridTypes);
    const [there, here] = await grid.both(
      `SELECT id, CASE WHEN (${condition}) THEN 1 WHEN NOT (${condition}) THEN 0 END FROM grid ORDER BY id`,
      `SELECT id, (${carried(translation)})::integer FROM "Grid" ORDER BY id`,
    );
    expect(here, carried(translation)).toEqual(there);
  });

  it.each(expressions)('select %s', async (expression) => {
    const sql = `SELECT id, ${expression} AS r FROM grid ORDER BY id`;
    const translation = await translateView(`CREATE VIEW v AS ${sql}`, gridTables);
    const [there, here] = await grid.both(sql, carried(translation));
    expect(here, carried(translation)).toEqual(there);
  });

  it.each(queries)('view %s', async (query) => {
    const translation = await translateView(`CREATE VIEW v AS ${query}`, gridTables);
    await grid.client.query('DROP VIEW IF EXISTS v');
    await grid.client.query(`CREATE VIEW v AS ${carried(translation)}`);
    grid.sqlite.exec(`DROP VIEW IF EXISTS v; CREATE VIEW v AS ${query}`);
    const [there, here] = await grid.both('SELECT * FROM v', 'SELECT * FROM v');
    expect(here, carried(translation)).toEqual(there);
    const names = grid.sqlite
      .prepare('SELECT * FROM v')
      .columns()
      .map((column) => column.name);
    const { fields } = await grid.client.query('SELECT * FROM v');
    expect(fields.map((field) => field.name)).toEqual(names.map((name) => name.slice(0, 63)));
  });

  it('takes every condition that it carries as immutable into a partial index', async () => {
    const refused: string[] = [];
    for (const condition of conditions) {
      const translation = await translatePredicate(condition, gridTypes);
      if (translation.kind === 'not carried') refused.push(condition);
      else await grid.client.query(`CREATE INDEX ON "Grid" (id) WHERE ${translation.sql}`);
    }
    expect(refused).toEqual([]);
  });

  it.each([
    'lower(t)',
    'n * 2',
    'substr(t, 1, 3)',
    'abs(n)',
    "coalesce(t, '')",
    "strftime('%Y-%m', day)",
    'date(at)',
    't COLLATE NOCASE',
    'n > 1',
  ])('builds an index over %s', async (sql) => {
    const part = { of: { kind: 'expression', sql }, descending: true, collation: 'BINARY' } as const;
    const translation = await translateIndexPart(part, gridTypes);
    await grid.client.query(`CREATE INDEX ON "Grid" (${carried(translation)})`);
  });
});

function lines(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim());
}
