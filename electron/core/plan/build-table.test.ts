import { describe, expect, it } from 'vitest';
import type { PlannedTable, TargetType } from '../../../shared/plan.ts';
import { understand } from '../../testing/understand.ts';
import { NameRegistry, nameBytes } from '../values/names.ts';
import { buildTable } from './build-table.ts';

/** The plan of a table `t` whose columns all become `type`. */
async function build(sql: string, type: TargetType = { name: 'bigint' }): Promise<PlannedTable> {
  await using file = await understand(sql);
  const table = file.source.tables[0];
  if (!table) throw new Error('the file has a table');
  const columns = table.columns.map((column) => ({
    column,
    reading: { type },
    route: 'as it is' as const,
    rejections: [],
    converted: false,
    distinct: false,
    nonNull: table.rows,
    max: 41n,
  }));
  return (await buildTable({ table, columns }, new NameRegistry())).table;
}

it('lists what a constraint does instead of refusing a row, and carries the constraint', async () => {
  await using file = await understand('CREATE TABLE t (a TEXT UNIQUE ON CONFLICT REPLACE)');
  const [table] = file.source.tables;
  if (!table) throw new Error('the file has a table');
  const columns = table.columns.map((column) => ({
    column,
    reading: { type: { name: 'text' as const } },
    route: 'as it is' as const,
    rejections: [],
    converted: false,
    distinct: false,
    nonNull: 0,
    max: undefined,
  }));
  const built = await buildTable({ table, columns }, new NameRegistry());
  expect(built.table.uniques).toMatchObject([{ columns: ['a'] }]);
  expect(built.notCarried).toMatchObject([
    { kind: 'conflict clause', table: 't', sql: 'a UNIQUE ON CONFLICT REPLACE' },
  ]);
});

describe('an identity', () => {
  it.each([
    ['id INTEGER PRIMARY KEY', { identity: { lastValue: '41' } }],
    ['id INTEGER PRIMARY KEY DEFAULT 7', { identity: { lastValue: '41' } }],
    ['id BIGINT PRIMARY KEY', { identity: { lastValue: '41' } }],
    ['id BIGINT PRIMARY KEY DEFAULT 7', { default: '7' }],
    ['id BIGINT PRIMARY KEY DEFAULT NULL', { identity: { lastValue: '41' } }],
    ['id INTEGER, b INTEGER, PRIMARY KEY (id, b)', {}],
    ['id INTEGER UNIQUE', {}],
  ])('%s: %j', async (columns, expected) => {
    const [id] = (await build(`CREATE TABLE t (${columns})`)).columns;
    expect({
      ...(id?.identity ? { identity: id.identity } : {}),
      ...(id?.default === undefined ? {} : { default: id.default }),
    }).toEqual(expected);
  });

  it('lies past what the sequence of the source has given out', async () => {
    const [id] = (
      await build(
        'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (90); DELETE FROM t',
      )
    ).columns;
    expect(id?.identity).toEqual({ lastValue: '90' });
  });

  it('is no text\u2019s', async () => {
    const [id] = (await build('CREATE TABLE t (id TEXT PRIMARY KEY)', { name: 'text' })).columns;
    expect([id?.identity, id?.notNull]).toEqual([undefined, true]);
  });
});

it('gives each constraint a name of its own that PostgreSQL doesn\u2019t cut', async () => {
  const long = 'جدول_الطلاب_المسجلين_في_المدرسة_الثانوية';
  const table = await build(
    `CREATE TABLE "${long}" (id INTEGER PRIMARY KEY, d INTEGER CHECK (d > 0), e INTEGER CHECK (e > 0),
       CONSTRAINT c UNIQUE (d), CONSTRAINT c CHECK (d < e), CONSTRAINT c CHECK (e < 9))`,
  );
  const names = [
    table.primaryKey?.name ?? '',
    ...[...table.uniques, ...table.checks].map(({ name }) => name),
  ];
  expect(new Set(names).size).toBe(6);
  expect(names).toContain('c');
  expect(names.every((name) => nameBytes(name) <= 63)).toBe(true);
});

it('carries keys, order, folding and conditions into indexes', async () => {
  const table = await build(
    `CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE, UNIQUE (a)); CREATE UNIQUE INDEX plain ON t (a, b COLLATE BINARY);
     CREATE UNIQUE INDEX folded ON t (b); CREATE INDEX down ON t (a DESC) WHERE a > 'm'`,
    { name: 'text' },
  );
  expect(table.uniques.map(({ columns }) => columns)).toEqual(expect.arrayContaining([['a'], ['a', 'b']]));
  const indexes = Object.fromEntries(table.indexes.map(({ name, ...index }) => [name, index]));
  expect(indexes['folded']).toMatchObject({ unique: true, parts: [expect.stringContaining('lower')] });
  expect(indexes['down']).toMatchObject({ unique: false, parts: ['"a" DESC'], where: expect.anything() });
});
