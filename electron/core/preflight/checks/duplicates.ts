import type { Finding, Sample } from '../../../../shared/finding.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { quoteName } from '../../source/quote.ts';
import { KeyCounts, mayCollide } from '../../values/key-counts.ts';
import { isUnfilledKey, wholeColumns } from '../../values/unique-keys.ts';
import { type Check, type CheckInput, remark } from '../check.ts';
import type { ScreenedTable } from '../keys.ts';

/** Keys that are NULL, and keys that SQLite tells apart but PostgreSQL won't, such as 1 and '1'. */
export const duplicates: Check = async (input) => {
  const findings: Finding[] = [];
  for (const assessed of input.tables) {
    findings.push(...nullKeys(input, assessed), ...(await twins(input, assessed)));
  }
  return findings;
};

function nullKeys({ db, plan }: CheckInput, { table, columns }: ScreenedTable): Finding[] {
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
  const found = {
    code: 'null-in-key',
    table: table.name,
    column: key.columns.join(', '),
    count,
    samples: keys.map((rowKey) => ({ key: rowKey, value: 'NULL' })),
  };
  const planned = plan?.tables.find(({ name }) => name === table.name);
  if (isUnfilledKey({ table, columns }) && planned?.primaryKey === undefined) {
    return [
      remark({
        ...found,
        severity: 'warning',
        sentence: `No row of ${table.name} has a whole key (${key.columns.join(', ')}); all rows are moved, and the key becomes a rule against equal values, which lets empty ones in.`,
      }),
    ];
  }
  return [
    {
      ...found,
      severity: 'blocker',
      resolutions: ['quarantine', 'stop'],
      recommended: 'quarantine',
      sentence:
        count === 1
          ? `1 row of ${table.name} has no value in its key ${key.columns.join(', ')}, so nothing can name it.`
          : `${count} rows of ${table.name} have no value in their key ${key.columns.join(', ')}, so nothing can name them.`,
    },
  ];
}

async function twins({ db, signal }: CheckInput, { table, columns }: ScreenedTable): Promise<Finding[]> {
  const keys = [
    ...(table.primaryKey && !table.primaryKey.rowidAlias ? [table.primaryKey.columns] : []),
    ...table.indexes.flatMap((index) => {
      const columns = wholeColumns(index);
      return columns ? [columns] : [];
    }),
  ];
  const findings: Finding[] = [];
  for (const key of keys) {
    if (!mayCollide(columns, key)) continue;
    using counts = await KeyCounts.of({
      db,
      table,
      columns,
      keys: [key],
      rows: 'TRUE',
      valueSql: quoteName,
      signal,
    });
    const { count, samples } = counts.doubled();
    if (count === 0) continue;
    const shown = samples.map(
      ({ value, rows }): Sample => ({ key: value.slice(0, 200), value: `\u00d7 ${rows}` }),
    );
    findings.push(describe(table.name, key, count, shown));
  }
  return findings;
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
      `${count === 1 ? '1 row has' : `${count} rows have`} the same ${key.join(', ')} in ${table} as another row once the values are in their ` +
      'proper type; the first of each stays, the others can be put aside.',
  };
}
