import type { Database } from 'better-sqlite3';
import type { Finding } from '../../../shared/finding.ts';
import type { ColumnPlace, Plan } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import type { Renamed } from '../source/fit-names.ts';
import { assessColumn, assessPlanned, type ScreenedColumn } from './assess.ts';
import type { Check, CheckInput } from './check.ts';
import { badValues } from './checks/bad-values.ts';
import { collations } from './checks/collations.ts';
import { columnCount } from './checks/column-count.ts';
import { dates } from './checks/dates.ts';
import { duplicates } from './checks/duplicates.ts';
import { foreignKeys } from './checks/foreign-keys.ts';
import { largeRows } from './checks/large-rows.ts';
import { missingValues } from './checks/missing-values.ts';
import { names } from './checks/names.ts';
import { orphans } from './checks/orphans.ts';
import { types } from './checks/types.ts';
import { unreadableTables } from './checks/unreadable-tables.ts';
import { alignKeys, followKeys, type ScreenedTable } from './keys.ts';
import { type Memory, newMemory } from './memory.ts';
import { screenTables } from './screen.ts';

const checks: readonly Check[] = [
  unreadableTables,
  largeRows,
  columnCount,
  names,
  badValues,
  types,
  dates,
  missingValues,
  duplicates,
  orphans,
  foreignKeys,
  collations,
];

export interface PreflightInput {
  readonly db: Database;
  readonly source: Source;
  /** Names that the source gave up because the target can't have them. */
  readonly renamed: readonly Renamed[];
  /** IANA zone of timestamps without one; makes them timestamptz. */
  readonly timezone?: string | undefined;
  /** A plan to replay: its types are taken instead of chosen. */
  readonly plan?: Plan | undefined;
  /** Columns of the plan that were given another type; the references to them follow. */
  readonly changed?: readonly ColumnPlace[] | undefined;
  /** Of this snapshot, from earlier looks; what this one reads is added. */
  readonly memory?: Memory | undefined;
}

/** What a file holds, what each column of it becomes, and what somebody has to know or decide. */
export interface Preflight {
  readonly tables: readonly ScreenedTable[];
  readonly findings: readonly Finding[];
}

/** Looks at all the content of a snapshot, in one pass over each table and more only where in doubt. */
export async function preflight(input: PreflightInput, context: StageContext): Promise<Preflight> {
  const { source, plan } = input;
  const assessment = { ...input, memory: input.memory ?? newMemory(), signal: context.signal };
  const screened = await screenTables(assessment, context);
  const assessed: ScreenedTable[] = [];
  for (const [position, table] of source.tables.entries()) {
    const wanted = plan?.tables.find(({ name }) => name === table.name);
    const columns: ScreenedColumn[] = [];
    for (const column of screened[position] ?? []) {
      const planned = wanted?.columns.find(({ name }) => name === column.column.name);
      columns.push(
        planned
          ? await assessPlanned(assessment, table, column, planned)
          : await assessColumn(assessment, table, column),
      );
    }
    assessed.push({ table, columns });
  }
  const tables = plan
    ? await followKeys(assessment, assessed, input.changed ?? [])
    : await alignKeys(assessment, assessed);
  return { tables, findings: await runChecks({ ...assessment, tables }) };
}

async function runChecks(input: CheckInput): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await check(input)));
  const order = ['blocker', 'warning', 'note'];
  return findings.sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
}
