import type { Finding, Sample } from '../../../../shared/finding.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { quoteName } from '../../source/quote.ts';
import { convertedKeySql } from '../../values/converted-key.ts';
import type { Check, CheckInput } from '../check.ts';
import type { ScreenedTable } from '../keys.ts';

/** Keys that are NULL, and keys that SQLite tells apart but PostgreSQL won't, such as 1 and '1'. */
export const duplicates: Check = (input) =>
  input.tables.flatMap((assessed) => [...nullKeys(input, assessed), ...twins(input, assessed)]);

function nullKeys({ db }: CheckInput, { table, columns }: ScreenedTable): Finding[] {
  const key = table.primaryKey;
  if (!key || key.rowidAlias || table.rows === 0) return [];
  const nullable = columns.filter(
    ({ column, screened }) => key.columns.includes(column.name) && screened.nonNull < table.rows,
  );
  if (nullable.length === 0) return [];
  const where = nullable.map(({ column }) => `${quoteName(column.name)} IS NULL`).join(' OR ');
  const count =
    db
      .prepare<[], number>(`SELECT count(*) FROM ${quoteName(table.name)} WHERE ${where}`)
      .pluck()
      .get() ?? 0;
  const keys = db
    .prepare<[], string>(
      `SELECT CAST(${rowKeySql(table)} AS TEXT) FROM ${quoteName(table.name)} WHERE ${where} LIMIT 5`,
    )
    .pluck()
    .all();
  return [
    {
      code: 'null-in-key',
      severity: 'blocker',
      table: table.name,
      column: key.columns.join(', '),
      count,
      samples: keys.map((rowKey) => ({ key: rowKey, value: 'NULL' })),
      resolutions: ['quarantine', 'stop'],
      recommended: 'quarantine',
      sentence: `${count} row(s) of ${table.name} have no value in their key ${key.columns.join(', ')}, so nothing can name them.`,
    },
  ];
}

function twins({ db }: CheckInput, { table, columns }: ScreenedTable): Finding[] {
  const keys = [
    ...(table.primaryKey && !table.primaryKey.rowidAlias ? [table.primaryKey.columns] : []),
    ...table.indexes.flatMap(({ unique, parts, where }) => {
      const names = parts.flatMap(({ of }) => (of.kind === 'column' ? [of.name] : []));
      return unique && where === undefined && names.length === parts.length ? [names] : [];
    }),
  ];
  return keys.flatMap((key) => {
    const converted = columns.filter(
      ({ column, route }) => key.includes(column.name) && route === 'by value',
    );
    if (converted.length === 0) return [];
    const readings = new Map(columns.map(({ column, reading }) => [column.name, reading]));
    const sql = convertedKeySql(db, table, key, readings);
    const doubled = `SELECT ${sql} AS converted, count(*) AS rows FROM ${quoteName(table.name)} GROUP BY 1 HAVING converted IS NOT NULL AND count(*) > 1`;
    const count =
      db.prepare<[], number>(`SELECT ifnull(sum(rows - 1), 0) FROM (${doubled})`).pluck().get() ?? 0;
    if (count === 0) return [];
    const samples = db
      .prepare<[], [string, number]>(`SELECT converted, rows FROM (${doubled}) LIMIT 5`)
      .raw()
      .all()
      .map(([value, rows]): Sample => ({ key: value.slice(0, 200), value: `${rows} rows` }));
    return [describe(table.name, key, count, samples)];
  });
}

function describe(table: string, key: readonly string[], count: number, samples: Sample[]): Finding {
  return {
    code: 'duplicate-key',
    severity: 'blocker',
    table,
    column: key.join(', '),
    count,
    samples,
    resolutions: ['quarantine', 'stop'],
    recommended: 'quarantine',
    sentence:
      `${count} row(s) of ${table} have the same ${key.join(', ')} as another row once the values are in their ` +
      'proper type; the first of each stays, the others can be put aside.',
  };
}
