import type { Finding, Sample } from '../../../../shared/finding.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { quoteName } from '../../source/quote.ts';
import { KeyCounts, mayCollide } from '../../values/key-counts.ts';
import { isUnfilledKey, wholeColumns } from '../../values/unique-keys.ts';
import { type Check, type CheckInput, remark } from '../check.ts';
import type { ScreenedTable } from '../keys.ts';
import { type Counted, recall } from '../memory.ts';

/** Keys that are NULL, and keys that SQLite tells apart but PostgreSQL won't, such as 1 and '1'. */
export const duplicates: Check = async (input) => {
  const findings: Finding[] = [];
  for (const assessed of input.tables) {
    findings.push(...(await nullKeys(input, assessed)), ...(await twins(input, assessed)));
  }
  return findings;
};

async function nullKeys(
  { db, plan, memory }: CheckInput,
  { table, columns }: ScreenedTable,
): Promise<Finding[]> {
  const key = table.primaryKey;
  if (!key || key.rowidAlias || table.rows === 0) return [];
  const nullable = columns.filter(
    ({ column, screened }) => key.columns.includes(column.name) && screened.nonNull < table.rows,
  );
  if (nullable.length === 0) return [];
  const where = nullable.map(({ column }) => `${quoteName(column.name)} IS NULL`).join(' OR ');
  const seen = await recall(memory.counts, ['null-in-key', table.name], () => {
    const from = `FROM ${quoteName(table.name)} WHERE ${where}`;
    const keys = db
      .prepare<[], string>(`SELECT CAST(${rowKeySql(table)} AS TEXT) ${from} LIMIT 5`)
      .pluck()
      .all();
    return {
      count: db.prepare<[], number>(`SELECT count(*) ${from}`).pluck().get() ?? 0,
      samples: keys.map((rowKey) => ({ key: rowKey, value: 'NULL' })),
    };
  });
  const { count } = seen;
  const found = {
    code: 'null-in-key',
    table: table.name,
    column: key.columns.join(', '),
    ...seen,
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

async function twins(input: CheckInput, { table, columns }: ScreenedTable): Promise<Finding[]> {
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
    const { count, samples } = await countTwins(input, { table, columns }, key);
    if (count > 0) findings.push(describe(table.name, key, count, samples));
  }
  return findings;
}

async function countTwins(
  { db, memory, signal }: CheckInput,
  { table, columns }: ScreenedTable,
  key: readonly string[],
): Promise<Counted> {
  const readings = key.map((name) => columns.find(({ column }) => column.name === name)?.reading);
  return await recall(memory.counts, ['duplicate-key', table.name, key, readings], async () => {
    const keys = [key];
    using counts = await KeyCounts.of({
      db,
      table,
      columns,
      keys,
      rows: 'TRUE',
      valueSql: quoteName,
      signal,
    });
    const { count, samples } = counts.doubled();
    const shown = samples.map(({ value, rows }) => ({ key: value.slice(0, 200), value: `\u00d7 ${rows}` }));
    return { count, samples: shown };
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
      `${count === 1 ? '1 row has' : `${count} rows have`} the same ${key.join(', ')} in ${table} as another row once the values are in their ` +
      'proper type; the first of each stays, the others can be put aside.',
  };
}
