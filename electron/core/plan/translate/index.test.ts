import { describe, expect, it } from 'vitest';
import type { TargetType } from '../../../../shared/plan.ts';
import {
  type ColumnTypes,
  translateCheck,
  translateDefault,
  translateGenerated,
  translateIndexPart,
  translatePredicate,
} from './index.ts';

const columns: ColumnTypes = new Map(
  Object.entries({
    user_id: { name: 'integer' },
    big: { name: 'bigint' },
    x: { name: 'double precision' },
    price: { name: 'numeric' },
    active: { name: 'boolean' },
    t: { name: 'text' },
    'odd "name"': { name: 'text' },
    day: { name: 'date' },
    at: { name: 'timestamp' },
    tz: { name: 'timestamptz' },
    doc: { name: 'jsonb' },
    code: { name: 'uuid' },
    bytes: { name: 'bytea' },
  } satisfies Record<string, TargetType>).map(([name, type]) => [name, { name, type }]),
);

async function outcome(translation: ReturnType<typeof translateCheck>): Promise<string> {
  const settled = await translation;
  return settled.kind === 'carried' ? settled.sql : `✗ ${settled.reason}`;
}

describe('a CHECK', () => {
  it.each([
    ['USER_ID > 0', '"user_id" > 0'],
    ['[user_id] > 0 -- all of them', '"user_id" > 0'],
    [`"odd ""NAME""" <> ''`, `"odd ""name""" <> ''`],
    [`t = "not a column"`, `"t" = 'not a column'`],
    ['active IN (0, 1)', '"active" IN (FALSE, TRUE)'],
    ['active = 1', '"active" = TRUE'],
    ['length(t) = 8', 'char_length("t") = 8'],
    ['length(bytes) = 4', 'octet_length("bytes") = 4'],
    ["typeof(user_id) = 'integer'", '"user_id" IS NOT NULL'],
    ["t LIKE 'a%'", `("t" COLLATE "C") ILIKE 'a%'`],
    ['user_id / big > 1', '("user_id" / nullif("big", 0)) > 1'],
    [
      "code = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'",
      `"code" = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'::uuid`,
    ],
    ["at >= '2026-01-01'", `"at" >= '2026-01-01'::date::timestamp`],
  ])('%s', async (sql, expected) => {
    expect(await outcome(translateCheck(sql, columns))).toBe(expected);
  });
});

describe('a condition whose meaning could change is refused', () => {
  it.each([
    ["user_id = 'x'", /storage class/],
    ["day = ''", /letter by letter/],
    ["at = '2026-01-01'", /letter by letter/],
    ["at > '2026-01-01'", /letter by letter/],
    ["at >= '2026-01-01 00:00:00'", /letter by letter/],
    ["day = '2026-02-30'", /letter by letter/],
    ["tz > '2026-01-01 00:00:00'", /letter by letter/],
    ['day > 0', /letter by letter/],
    ["doc = '{}'", /storage class/],
    ["code > 'a'", /storage class/],
    ["active = 'yes'", /storage class/],
    ["strftime('%Y', day) = 2026", /storage class/],
    ["date(t) = '2026-01-01'", /many shapes/],
    ["date(tz) = '2026-01-01'", /time zone/],
    ["date(day, '+1 month') > day", /overflow/],
    ["date(day, 'weekday 1') > day", /weekday 1/],
    ["strftime('%W', day) = '01'", /%W/],
    ["strftime('%f', at) = '01.000'", /milliseconds/],
    ['price / 2 > 1', /cuts off the fraction/],
    ['round(x, 2) = 1', /halves/],
    ["t + 'x' = 0", /joins texts/],
    ["x || t = 'a'", /double precision as text/],
    ["at || t = 'a'", /timestamp as text/],
    ['t', /condition/],
    ["t REGEXP 'a'", /REGEXP/],
    ["t MATCH 'a'", /MATCH/],
    ["t GLOB '[!a]'", /punctuation/],
    ["t LIKE 'a!' ESCAPE '!'", /middle of an escape/],
    ["t = 'x' COLLATE german", /GERMAN belongs to the application/],
    ['rowid > 1', /rowid/],
    ['nowhere = 1', /nowhere, which is not a column/],
    ['user_id IN (SELECT 1)', /query of its own/],
    ['(user_id, big) = (1, 2)', /rows of several values/],
    ["printf('%d', user_id) = '1'", /printf\(\)/],
    ['constructor(user_id) = 1', /constructor\(\)/],
    ["doc ->> 'a' = 'b'", /part of a JSON value/],
    ['json_valid(doc)', /Guaranteed by the type jsonb/],
    ["substr(t, -3, 2) = 'a'", /negative/],
    ['user_id > ?', /VARIABLE/],
    ['user_id >', /not one SQLite expression/],
    ['1) FROM x WHERE (1', /not one SQLite expression/],
    ["t = '\0'", /NUL/],
  ])('%s', async (sql, reason) => {
    expect(await outcome(translateCheck(sql, columns))).toMatch(reason);
  });
});

describe('a column declared for numbers that became text', () => {
  const mixed: ColumnTypes = new Map([['n', { name: 'n', type: { name: 'text' }, declaredType: 'INTEGER' }]]);

  it('is compared with words', async () => {
    expect(await outcome(translateCheck("n <> 'none'", mixed))).toBe(`"n" <> 'none'`);
  });

  it('is not compared with numbers, which SQLite finds equal to their texts', async () => {
    expect(await outcome(translateCheck("n <> '7'", mixed))).toMatch(/side by side/);
  });
});

describe('a DEFAULT', () => {
  it.each<[string, TargetType, string]>([
    ['CURRENT_TIMESTAMP', { name: 'timestamp' }, "date_trunc('second', now() AT TIME ZONE 'UTC')"],
    ["datetime('now')", { name: 'timestamptz' }, "date_trunc('second', now())"],
    ['CURRENT_DATE', { name: 'date' }, "(now() AT TIME ZONE 'UTC')::date"],
    [
      'CURRENT_TIMESTAMP',
      { name: 'text' },
      "to_char(date_trunc('second', now() AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS')",
    ],
    ["datetime('now', 'localtime')", { name: 'timestamp' }, "date_trunc('second', localtimestamp)"],
    [
      "datetime('now', 'localtime', '+1 day')",
      { name: 'timestamptz' },
      "date_trunc('second', localtimestamp + interval '1 day')::timestamptz",
    ],
    [
      "strftime('%s', 'now')",
      { name: 'bigint' },
      "floor(extract(epoch FROM now() AT TIME ZONE 'UTC'))::bigint",
    ],
    ["strftime('%s', 'now')", { name: 'timestamp' }, "date_trunc('second', now() AT TIME ZONE 'UTC')"],
    ['null', { name: 'integer' }, 'NULL'],
    ["'null'", { name: 'text' }, "'null'"],
    ['false', { name: 'integer' }, '0'],
    ['false', { name: 'boolean' }, 'FALSE'],
    ["'Yes'", { name: 'boolean' }, 'TRUE'],
    ['1', { name: 'boolean' }, 'TRUE'],
    ['true', { name: 'text' }, "'1'"],
    ['pending', { name: 'text' }, "'pending'"],
    ['مؤجل', { name: 'text' }, "'مؤجل'"],
    ['"pending"', { name: 'text' }, "'pending'"],
    ["'CURRENT_TIMESTAMP'", { name: 'text' }, "'CURRENT_TIMESTAMP'"],
    ["'it''s'", { name: 'varchar', length: 4 }, "'it''s'"],
    ['-1', { name: 'integer' }, '-1'],
    ["' 5 '", { name: 'integer' }, '5'],
    ['5.0', { name: 'integer' }, '5'],
    ['0x1F', { name: 'bigint' }, '31'],
    ['1_000', { name: 'integer' }, '1000'],
    ['5', { name: 'text' }, "'5'"],
    ['4.99', { name: 'decimal', precision: 4, scale: 2 }, '4.99'],
    ["x'00ff'", { name: 'bytea' }, "'\\x00ff'::bytea"],
    ["'2026-01-01'", { name: 'date' }, "'2026-01-01'::date"],
    ["'2026-01-01'", { name: 'timestamp' }, "'2026-01-01'::timestamp"],
    ["'2026-01-01T07:30:00+03:00'", { name: 'timestamptz' }, "'2026-01-01 07:30:00+03:00'::timestamptz"],
    ["'{}'", { name: 'jsonb' }, "'{}'::jsonb"],
    ['1 + 2', { name: 'integer' }, '1::bigint + 2'],
    ['json_array()', { name: 'jsonb' }, "'[]'::jsonb"],
    ['json_object()', { name: 'text' }, "'{}'"],
    [`json('{"late":false}')`, { name: 'jsonb' }, `'{"late":false}'::jsonb`],
  ])('%s of a column %o', async (sql, type, expected) => {
    expect(await outcome(translateDefault(sql, type))).toBe(expected);
  });

  it.each<[string, TargetType]>([
    ["'null'", { name: 'integer' }],
    ["''", { name: 'integer' }],
    ["''", { name: 'date' }],
    ["'now'", { name: 'timestamp' }],
    ["'CURRENT_TIMESTAMP'", { name: 'timestamp' }],
    ["'2026-02-30'", { name: 'date' }],
    ["'2026-01-01 07:30:00'", { name: 'timestamptz' }],
    ['0', { name: 'timestamp' }],
    ['2', { name: 'boolean' }],
    ['99999999999', { name: 'integer' }],
    ['4.5', { name: 'integer' }],
    ['4.999', { name: 'decimal', precision: 4, scale: 2 }],
    ['123.4', { name: 'decimal', precision: 4, scale: 2 }],
    ["'abcd'", { name: 'varchar', length: 3 }],
    ['CURRENT_TIMESTAMP', { name: 'varchar', length: 10 }],
    ["'{'", { name: 'jsonb' }],
    ['random(1)', { name: 'bigint' }],
    ["strftime('%s', 'now', 'subsec')", { name: 'bigint' }],
    ["time('now', 'subsec')", { name: 'time' }],
    ["json('[ ]')", { name: 'text' }],
    ['json_array(1)', { name: 'text' }],
    ["json_extract('{}', '$.a')", { name: 'text' }],
    ["julianday('now')", { name: 'timestamp' }],
    ["time('now')", { name: 'timestamp' }],
  ])('%s does not fit a column %o', async (sql, type) => {
    expect((await translateDefault(sql, type)).kind).toBe('not carried');
  });
});

describe('what PostgreSQL wants immutable', () => {
  it('never depends on the clock', async () => {
    expect(await outcome(translatePredicate("day < date('now')", columns))).toMatch(/clock/);
    expect(await outcome(translateGenerated('CURRENT_DATE', columns, { name: 'date' }))).toMatch(/clock/);
  });

  it('writes dates field by field', async () => {
    const translation = translateGenerated("strftime('%m.%Y', day)", columns, { name: 'text' });
    expect(await outcome(translation)).toBe(
      `lpad(extract(month FROM "day"::timestamp)::integer::text, 2, '0') || '.' || lpad(extract(year FROM "day"::timestamp)::integer::text, 4, '0')`,
    );
  });

  it('converts digits to the integer that the column holds', async () => {
    expect(await outcome(translateGenerated("strftime('%u', day)", columns, { name: 'integer' }))).toBe(
      'extract(isodow FROM "day"::timestamp)::integer',
    );
  });

  it('refuses a generated value that the column can not hold', async () => {
    expect(await outcome(translateGenerated('t || 1', columns, { name: 'integer' }))).toMatch(/type integer/);
    expect(await outcome(translateGenerated('at', columns, { name: 'timestamptz' }))).toMatch(
      /type timestamptz/,
    );
  });
});

describe('a part of an index', () => {
  const part = (sql: string, collation = 'BINARY', descending = false) =>
    outcome(translateIndexPart({ of: { kind: 'column', name: sql }, collation, descending }, columns));

  it('is the column under its own name', async () => {
    expect(await part('USER_ID', 'BINARY', true)).toBe('"user_id" DESC');
  });

  it('folds the ASCII letters alone for NOCASE', async () => {
    expect(await part('t', 'NOCASE', true)).toBe('(lower("t" COLLATE "C")) DESC');
  });

  it('ignores a collation on what is no text', async () => {
    expect(await part('big', 'NOCASE')).toBe('"big"');
  });

  it('cuts blanks for RTRIM', async () => {
    expect(await part('t', 'RTRIM')).toBe(`(rtrim("t", ' '))`);
  });

  it('refuses a collation of the application', async () => {
    expect(await part('t', 'german')).toMatch(/GERMAN/);
  });
});
