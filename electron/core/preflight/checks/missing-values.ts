import type { Finding } from '../../../../shared/finding.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { isNullSql, quoteName } from '../../source/quote.ts';
import type { Check, CheckInput } from '../check.ts';
import type { ScreenedTable } from '../keys.ts';
import { recall } from '../memory.ts';

/** NULL where a value must be: a file may break its own NOT NULL, and an edited plan may ask for one of its own. */
export const missingValues: Check = async (input) => {
  const findings: Finding[] = [];
  for (const assessed of input.tables) {
    for (const { column, nonNull } of assessed.columns) {
      if (nonNull === assessed.table.rows || !isRequired(input, assessed, column.name)) continue;
      findings.push(await describe(input, assessed, column.name, assessed.table.rows - nonNull));
    }
  }
  return findings;
};

/** Columns of the primary key are another check's. */
function isRequired({ plan }: CheckInput, { table }: ScreenedTable, name: string): boolean {
  if (table.primaryKey?.columns.includes(name)) return false;
  const planned = plan?.tables
    .find((one) => one.name === table.name)
    ?.columns.find((one) => one.name === name);
  return planned?.notNull ?? table.columns.some((column) => column.name === name && column.notNull);
}

async function describe(
  { db, memory }: CheckInput,
  { table }: ScreenedTable,
  column: string,
  count: number,
): Promise<Finding> {
  const { samples } = await recall(memory.counts, ['null-in-required', table.name, column], () => {
    const keys = db
      .prepare<[], string>(
        `SELECT CAST(${rowKeySql(table)} AS TEXT) FROM ${quoteName(table.name)} WHERE ${isNullSql(quoteName(column))} LIMIT 5`,
      )
      .pluck()
      .all();
    return { count, samples: keys.map((key) => ({ key, value: 'NULL' })) };
  });
  return {
    code: 'null-in-required',
    severity: 'blocker',
    table: table.name,
    column,
    count,
    samples,
    resolutions: ['quarantine', 'drop constraint', 'stop'],
    recommended: 'quarantine',
    sentence:
      `In ${table.name}, the column ${column} must have a value but has none in ` +
      `${count === 1 ? 'one row' : `${count} rows`}; such a row can be put aside.`,
  };
}
