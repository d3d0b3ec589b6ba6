import { setImmediate } from 'node:timers/promises';
import type { Finding, Sample } from '../../../../shared/finding.ts';
import type { SourceForeignKey, SourceTable } from '../../../../shared/source.ts';
import { blocks, rowKeySql } from '../../source/blocks.ts';
import { orphanSql } from '../../source/orphan-sql.ts';
import { quoteName } from '../../source/quote.ts';
import { comparedAsText } from '../../values/compared-as-text.ts';
import { canBeEmptied } from '../can-be-emptied.ts';
import type { Check, CheckInput } from '../check.ts';
import { type Counted, recall } from '../memory.ts';
import { sampleText } from '../trial.ts';

const blockRows = 20_000;

/** Rows that reference a parent which isn't there: SQLite seldom minds, PostgreSQL always does. */
export const orphans: Check = async (input) => {
  const findings: Finding[] = [];
  const parents = new Set(
    input.tables.flatMap(({ table }) => table.foreignKeys.map(({ parentTable }) => parentTable)),
  );
  for (const { table } of input.tables) {
    for (const key of table.foreignKeys) {
      if (!resolvable(key) || allParentsThere(input, table, key)) continue;
      const { count, samples } = await countOrphans(input, table, key);
      if (count > 0) findings.push(describe(table, key, count, samples, parents.has(table.name)));
    }
  }
  return findings;
};

function resolvable({ parentExists, parentColumns, columns }: SourceForeignKey): boolean {
  return parentExists && parentColumns.length === columns.length;
}

/** Whether the parent's integer keys have no gap and the child's values lie between them: no look-up needed then. */
function allParentsThere({ tables }: CheckInput, child: SourceTable, key: SourceForeignKey): boolean {
  const [column, ...more] = key.columns;
  if (column === undefined || more.length > 0) return false;
  const screenedOf = (table: string, name: string | undefined) =>
    tables.find((entry) => entry.table.name === table)?.columns.find((entry) => entry.column.name === name)
      ?.screened;
  const parentTable = tables.find(({ table }) => table.name === key.parentTable)?.table;
  const own = screenedOf(child.name, column);
  const parent = screenedOf(key.parentTable, key.parentColumns[0]);
  if (own?.storage === 'nothing') return true;
  if (!parentTable?.primaryKey?.rowidAlias || parentTable.primaryKey.columns[0] !== key.parentColumns[0])
    return false;
  if (own?.min === undefined || own.max === undefined || own.storage !== 'integers') return false;
  if (parent?.min === undefined || parent.max === undefined) return false;
  const gapless = parent.max - parent.min + 1n === BigInt(parentTable.rows);
  return gapless && own.min >= parent.min && own.max <= parent.max;
}

async function countOrphans(input: CheckInput, child: SourceTable, key: SourceForeignKey): Promise<Counted> {
  const asText = comparedAsText(input.tables, child.name, key);
  const { columns, parentTable, parentColumns } = key;
  const question = ['orphan', child.name, columns, parentTable, parentColumns, asText];
  return await recall(input.memory.counts, question, () => lookForParents(input, child, key, asText));
}

async function lookForParents(
  { db, signal }: CheckInput,
  child: SourceTable,
  key: SourceForeignKey,
  asText: boolean,
): Promise<Counted> {
  const orphan = orphanSql(child, key, { parentRows: 'TRUE', valueSql: quoteName, asText });
  const values = key.columns
    .map((column) => `quote(${quoteName(child.name)}.${quoteName(column)})`)
    .join(" || ', ' || ");
  const from = `FROM ${quoteName(child.name)}`;
  const samples: Sample[] = [];
  let count = 0;
  for (const block of blocks(db, child, blockRows)) {
    const where = `WHERE (${block.where}) AND ${orphan}`;
    const found =
      db
        .prepare<unknown[], number>(`SELECT count(*) ${from} ${where}`)
        .pluck()
        .get(...block.params) ?? 0;
    if (found > 0 && samples.length < 5) {
      const rows = db
        .prepare<unknown[], [string, string]>(
          `SELECT CAST(${rowKeySql(child)} AS TEXT), ${values} ${from} ${where} LIMIT ${5 - samples.length}`,
        )
        .raw()
        .all(...block.params);
      samples.push(...rows.map(([rowKey, value]) => ({ key: rowKey, value: sampleText(value) })));
    }
    count += found;
    await setImmediate();
    signal.throwIfAborted();
  }
  return { count, samples };
}

function describe(
  child: SourceTable,
  key: SourceForeignKey,
  count: number,
  samples: Sample[],
  hasChildren: boolean,
): Finding {
  const nullable = key.columns.some((column) => canBeEmptied(child, column));
  return {
    code: 'orphan',
    severity: 'blocker',
    table: child.name,
    column: key.columns.join(', '),
    count,
    samples,
    resolutions: ['quarantine', ...(nullable ? (['set null'] as const) : []), 'drop constraint', 'stop'],
    // A row that others refer to would take them along into quarantine.
    recommended: nullable && hasChildren ? 'set null' : 'quarantine',
    facts: { parent: key.parentTable },
    sentence:
      `${count === 1 ? 'One row' : `${count} rows`} of ${child.name} point${count === 1 ? 's' : ''} to an entry ` +
      `of ${key.parentTable} that doesn\u2019t exist (any more).`,
  };
}
