import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan, TargetType } from '../../../shared/plan.ts';
import { forgeSchema, understand } from '../../testing/understand.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { type Preflight, preflight } from './preflight.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

async function look(build: string | ((db: Database) => void)): Promise<Preflight> {
  await using file = await understand(build);
  const { db, source } = file;
  return await preflight({ db, source, renamed: [] }, quiet);
}

/** What is said of a file whose plan gives its column `v` another type, and nothing else. */
async function lookWith(build: string, type: TargetType): Promise<string[]> {
  await using file = await understand(build);
  const { db, source } = file;
  const { tables } = await preflight({ db, source, renamed: [] }, quiet);
  const plan = await buildPlan({ source, assessed: tables });
  const edited: Plan = {
    ...plan,
    tables: plan.tables.map((table) => ({
      ...table,
      columns: table.columns.map((one) => (one.name === 'v' ? { ...one, type } : one)),
    })),
  };
  const { findings } = await preflight({ db, source, renamed: [], plan: edited }, quiet);
  return findings.map(({ code }) => code);
}

function find({ findings }: Preflight, code: string): Finding | undefined {
  return findings.find((finding) => finding.code === code);
}

/** One column of a type, with a key before it so that samples can name their rows. */
function column(declared: string, ...values: readonly string[]): string {
  return `CREATE TABLE t (id INTEGER PRIMARY KEY, v ${declared});
    INSERT INTO t (v) VALUES ${values.map((value) => `(${value})`).join()}`;
}

describe('what a column becomes', () => {
  it.each<[string, readonly string[], TargetType['name'], string]>([
    ['INTEGER', ['1', '2147483647'], 'integer', 'as it is'],
    ['INTEGER', ['1', '2147483648'], 'bigint', 'as it is'],
    ['INTEGER', ['-2147483649'], 'bigint', 'as it is'],
    ['INTEGER DEFAULT 9223372036854775807', ['1'], 'bigint', 'as it is'],
    ["INTEGER DEFAULT '-3000000000'", ['NULL'], 'bigint', 'as it is'],
    ['INTEGER DEFAULT (abs(random()))', ['1'], 'bigint', 'as it is'],
    ['INTEGER DEFAULT (random() % 9)', ['1'], 'integer', 'as it is'],
    ['INTEGER', ['1.5', '2.25', '3.5'], 'double precision', 'by value'],
    ['REAL', ['1', '2.5'], 'double precision', 'by value'],
    ['NUMERIC', ['1', '2.5', '9e999'], 'double precision', 'by value'],
    ['NUMERIC(5,2)', ['999.99', '0.5'], 'decimal', 'by value'],
    ['NUMERIC(5,2)', ['1000', '1'], 'numeric', 'as it is'],
    ['BOOLEAN', ['0', '1', 'NULL'], 'boolean', 'as it is'],
    ['BOOLEAN', ["'yes'", "'No'", "'t'"], 'boolean', 'by value'],
    ['BOOLEAN', ['5', '6', '7'], 'integer', 'as it is'],
    ['VARCHAR(3)', ["'äöü'"], 'varchar', 'by value'],
    ['VARCHAR(3)', ["'abc'"], 'varchar', 'as it is'],
    ['VARCHAR(3)', ["'abcd'"], 'text', 'as it is'],
    ['TEXT', ["'a' || char(9)"], 'text', 'escaped'],
    ['TEXT', ["'a\\b'"], 'text', 'escaped'],
    ['TEXT', ["'a'", '1.5'], 'text', 'as it is'],
    ['BLOB', ["x'00'", 'NULL'], 'bytea', 'as hex'],
    ['DATE', ["'2024-02-29'", "'0001-01-01'"], 'date', 'as it is'],
    ['DATE', ["'2024-02-29 00:00:00'"], 'date', 'by value'],
    ['DATE', ["'2024-02-29 00:00:01'"], 'timestamp', 'by value'],
    ['DATETIME', ["'2026-01-02 03:04:05.123456'", "'2026-01-02T03:04:05'"], 'timestamp', 'as it is'],
    ['DATETIME', ["'2026-01-02 03:04:05+03:00'"], 'timestamptz', 'by value'],
    ['DATETIME', ['1772323200', '1772323200123'], 'timestamp', 'by value'],
    ['TIME', ["'07:30:00'"], 'time', 'as it is'],
    ['JSON', ["'{}'", "'[1]'"], 'jsonb', 'by value'],
    ['JSON', ["'{}'", "'{'"], 'text', 'as it is'],
    ['JSON', ["'{}'", `'{"a": 1, "a": 2}'`], 'text', 'as it is'],
    ['', ['1', '2'], 'bigint', 'as it is'],
    ['', ['1', "'1'"], 'text', 'by value'],
  ])('%s with %j: %s, %s', async (declared, values, name, route) => {
    const { tables } = await look(column(declared, ...values));
    const assessed = tables[0]?.columns[1];
    expect([assessed?.reading.type.name, assessed?.route, assessed?.rejections]).toEqual([name, route, []]);
  });
});

describe('a plan that a person edited', () => {
  it.each<[string, readonly string[], TargetType]>([
    // Fits by its letters, of which each takes two bytes.
    ['VARCHAR(4)', ["'سارة'"], { name: 'text' }],
    ['VARCHAR(4)', ["'abcd'", '7'], { name: 'text' }],
    ['NUMERIC(4,1)', ['1.5', '2'], { name: 'numeric' }],
    ['INTEGER', ['1', '2'], { name: 'text' }],
  ])('is not told of %s with %j what the content does not do', async (declared, values, type) => {
    expect(await lookWith(column(declared, ...values), type)).toEqual([]);
  });

  it('is told what the content asks for, of the other columns too', async () => {
    const longer = column('VARCHAR(2)', "'ab'", "'abc'");
    expect(await lookWith(longer, { name: 'text' })).toEqual(['longer-than-declared']);
    const another = "CREATE TABLE t (v INTEGER, w VARCHAR(2)); INSERT INTO t VALUES (1, 'abc'), (2, 'a')";
    expect(await lookWith(another, { name: 'bigint' })).toEqual(['longer-than-declared']);
  });
});

describe('one finding for one trouble', () => {
  it.each<[string, string, string, Partial<Finding>]>([
    ['text-in-number', 'INTEGER', "1, 2, 'n/a'", { count: 1, samples: [{ key: '3', value: 'n/a' }] }],
    ['empty-text', 'INTEGER', "1, 2, ''", { count: 1, recommended: 'set null' }],
    ['not-a-boolean', 'BOOLEAN', '1, 0, 2', { count: 1, samples: [{ key: '3', value: '2' }] }],
    ['not-a-date', 'DATE', "'2026-01-02', '2026-01-03', '2026-02-30'", { count: 1 }],
    ['not-a-time', 'TIME', "'07:30:00', '07:31:00', '25:00:00'", { count: 1 }],
    ['nul-byte', 'TEXT', "'a', 'b', 'c' || char(0)", { count: 1 }],
    ['invalid-utf8', 'TEXT', "'a', 'b', CAST(x'ff' AS TEXT)", { count: 1 }],
    ['bytes-in-text', 'TEXT', "'a', 'b', x'01'", { count: 1, samples: [{ key: '3', value: "x'01'" }] }],
    ['number-in-bytes', 'BLOB', "x'01', x'02', 3", { count: 1 }],
    [
      'longer-than-declared',
      'VARCHAR(2)',
      "'ab', 'abc'",
      { severity: 'warning', count: 1, samples: [{ key: '2', value: 'abc' }] },
    ],
    [
      'finer-than-declared',
      'NUMERIC(4,1)',
      '1.5, 1.25',
      { severity: 'warning', count: 1, samples: [{ key: '2', value: '1.25' }] },
    ],
    [
      'integer-beyond-int4',
      'INTEGER',
      '1, 3000000000',
      { severity: 'note', count: 1, samples: [{ key: '2', value: '3000000000' }] },
    ],
    ['boolean-words', 'BOOLEAN', "'yes', 0", { severity: 'note' }],
    ['mixed-storage', '', "1, '1'", { severity: 'warning' }],
    [
      'date-notation',
      'DATE',
      "'2026-01-02', '25/12/2025'",
      { severity: 'warning', count: 1, samples: [{ key: '2', value: '25/12/2025' }] },
    ],
    [
      'type-by-content',
      'JSON',
      "'{}', '{'",
      { severity: 'warning', count: 1, samples: [{ key: '2', value: '{' }] },
    ],
    ['zone-assumed', 'DATETIME', "'2026-01-02 03:04:05', '2026-01-02 03:04:05Z'", { count: 1 }],
  ])('%s', async (code, declared, values, expected) => {
    const found = await look(column(declared, ...values.split(', ')));
    expect(found.findings.map((finding) => finding.code)).toEqual([code]);
    expect(found.findings[0]).toMatchObject({ table: 't', column: 'v', ...expected });
  });

  it.each<[string, string, Partial<Finding>]>([
    [
      'orphan',
      `CREATE TABLE p (a, b, PRIMARY KEY (a, b)); INSERT INTO p VALUES (1, 1);
       CREATE TABLE c (id INTEGER PRIMARY KEY, a, b, FOREIGN KEY (a, b) REFERENCES p);
       INSERT INTO c VALUES (1, 1, 1), (2, 1, 2), (3, NULL, 9)`,
      { table: 'c', column: 'a, b', count: 1, samples: [{ key: '2', value: '1, 2' }] },
    ],
    [
      'orphan',
      "CREATE TABLE p (a TEXT COLLATE NOCASE PRIMARY KEY); CREATE TABLE c (a REFERENCES p); INSERT INTO p VALUES ('A'); INSERT INTO c VALUES ('a')",
      { table: 'c', column: 'a', count: 1, recommended: 'quarantine' },
    ],
    [
      'orphan',
      `CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE c (a INTEGER PRIMARY KEY, p REFERENCES p);
       CREATE TABLE g (c REFERENCES c); INSERT INTO c VALUES (1, 9); INSERT INTO g VALUES (1), (1)`,
      { table: 'c', column: 'p', count: 1, recommended: 'set null' },
    ],
    [
      'null-in-key',
      "CREATE TABLE t (a TEXT PRIMARY KEY); INSERT INTO t VALUES ('a'), (NULL), (NULL)",
      {
        count: 2,
        samples: [
          { key: '2', value: 'NULL' },
          { key: '3', value: 'NULL' },
        ],
      },
    ],
    [
      'duplicate-key',
      "CREATE TABLE t (a PRIMARY KEY); INSERT INTO t VALUES (1), ('1'), ('b')",
      { table: 't', column: 'a', count: 1 },
    ],
    [
      'reference-to-nothing',
      'CREATE TABLE t (a REFERENCES nowhere); INSERT INTO t VALUES (1)',
      { severity: 'warning', table: 't', column: 'a' },
    ],
    ['collation', 'CREATE TABLE t (a TEXT COLLATE NOCASE)', { severity: 'warning', column: 'a' }],
    ['name-reserved', 'CREATE TABLE "user" (a TEXT)', { severity: 'note', table: 'user' }],
    ['name-upper-case', 'CREATE TABLE t (aB TEXT)', { severity: 'note', column: 'aB' }],
    ['name-too-long', `CREATE TABLE ${'n'.repeat(64)} (a TEXT)`, { severity: 'warning' }],
    ['fraction-in-integer', column('INTEGER', '1', '2', '2.5', "'n/a'"), { count: 1 }],
    ['ambiguous-date', column('DATE', "'2026-01-02'", "'2026-01-03'", "'03/04/2026'"), { count: 1 }],
  ])('%s: %s', async (code, sql, expected) => {
    const build = (db: Database) => {
      db.pragma('foreign_keys = OFF');
      db.exec(sql);
    };
    const finding = find(await look(build), code);
    expect(finding).toMatchObject({ code, ...expected });
  });

  it('sees what the file\u2019s own NOT NULL should have kept out', async () => {
    const found = await look((db) => {
      db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a'), (2, NULL)");
      forgeSchema(db, "UPDATE sqlite_schema SET sql = replace(sql, 'v TEXT', 'v TEXT NOT NULL')");
    });
    expect(found.findings).toMatchObject([
      { code: 'null-in-required', severity: 'blocker', count: 1, samples: [{ key: '2', value: 'NULL' }] },
    ]);
  });
});

it('finds nothing in a file that is as it should be', async () => {
  const found = await look(`
    CREATE TABLE p (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL UNIQUE, born DATE, ok BOOLEAN, f REAL);
    CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES p (id), seen DATETIME, b BLOB);
    INSERT INTO p VALUES (1, 'a', '2026-01-02', 1, 1.5), (2, 'b', NULL, NULL, NULL);
    INSERT INTO c VALUES (1, 1, '2026-01-02 03:04:05', x'00'), (2, 2, NULL, NULL)`);
  expect(found.findings).toEqual([]);
});
