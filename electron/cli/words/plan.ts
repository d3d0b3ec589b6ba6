import type { Finding } from '../../../shared/finding.ts';
import type {
  NamedIndex,
  Plan,
  PlannedColumn,
  PlannedIndex,
  PlannedTable,
  TargetType,
} from '../../../shared/plan.ts';
import { bold, dim, good } from '../terminal/style.ts';
import { alignedLines, printable } from '../terminal/table.ts';
import { findingLines, notCarriedLines } from './findings.ts';
import { counted } from './units.ts';

/** What a migration would do, table by table: types old → new, then what was noticed and what stays behind. */
export function planLines(
  { plan, findings }: { plan: Plan; findings: readonly Finding[] },
  writtenTo: string | undefined,
): readonly string[] {
  return [
    ...plan.tables.flatMap(tableLines),
    ...viewLines(plan),
    ...namedIndexLines(plan.namedIndexes),
    ...findingLines(findings),
    ...notCarriedLines(plan.notCarried),
    ...(writtenTo === undefined ? [] : ['', `${good('✓')} The plan is in ${bold(printable(writtenTo))}.`]),
  ];
}

function tableLines(table: PlannedTable): readonly string[] {
  const columns = alignedLines(
    table.columns.map((column) => [
      `  ${printable(column.name)}`,
      column.declaredType === '' ? dim('no type') : printable(column.declaredType),
      '→',
      typeWords(column.type),
      dim(columnTraits(table, column)),
    ]),
    ['left', 'left', 'left', 'left', 'left'],
  );
  return [
    '',
    `${bold(printable(table.name))}  ${dim(counted(table.rows, 'row'))}`,
    ...columns,
    ...constraintLines(table).map((line) => dim(`  ${printable(line)}`)),
    ...table.indexes.flatMap(indexLines),
  ];
}

function constraintLines({ uniques, checks }: PlannedTable): readonly string[] {
  return [
    ...uniques.map(({ name, columns }) => `unique ${name} (${columns.join(', ')})`),
    ...checks.map(({ name, sql }) => `check ${name} ${sql}`),
  ];
}

function indexLines({ name, unique, parts, where, reason }: PlannedIndex): readonly string[] {
  const condition = where === undefined ? '' : ` where ${where}`;
  const index = printable(`${unique ? 'unique ' : ''}index ${name} (${parts.join(', ')})${condition}`);
  return [dim(`  ${index}`), dim(`    ${printable(reason)}`)];
}

function columnTraits(table: PlannedTable, column: PlannedColumn): string {
  const references = table.foreignKeys
    .filter((key) => key.columns.includes(column.name))
    .map((key) => `→ ${printable(key.parentTable)}`);
  return [
    table.primaryKey?.columns.includes(column.name) === true ? 'key' : '',
    column.identity === undefined ? '' : 'identity',
    column.notNull ? 'not null' : '',
    column.default === undefined ? '' : `default ${printable(column.default)}`,
    column.generated === undefined ? '' : `generated ${printable(column.generated)}`,
    ...references,
    column.badValues === 'stop' ? '' : `bad values: ${column.badValues}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function typeWords(type: TargetType): string {
  switch (type.name) {
    case 'varchar':
      return `varchar(${type.length})`;
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    default:
      return type.name;
  }
}

function viewLines({ views }: Plan): readonly string[] {
  if (views.length === 0) return [];
  return ['', bold('Views'), ...views.map(({ name }) => `  ${printable(name)}`)];
}

/** The four indexes of the old system and what becomes of each. */
export function namedIndexLines(indexes: readonly NamedIndex[]): readonly string[] {
  if (indexes.length === 0) return [];
  const rows = indexes.map(({ name, outcome, screen }) => [`  ${name}`, outcomeWords(outcome), dim(screen)]);
  return ['', bold('Indexes of the old system'), ...alignedLines(rows, ['left', 'left', 'left'])];
}

function outcomeWords(outcome: NamedIndex['outcome']): string {
  switch (outcome.kind) {
    case 'created':
      return 'created';
    case 'in source':
      return 'carried from the file';
    case 'borne by constraint':
      return `name of the index of ${printable(outcome.constraint)}`;
    case 'covered':
      return `covered by ${printable(outcome.by)}`;
    case 'table missing':
      return `doesn't apply: no table ${printable(outcome.table)}`;
    case 'columns missing':
      return `doesn't apply: no column ${printable(outcome.missing.join(', '))} of ${printable(outcome.table)}`;
    case 'name taken':
      return `not created: the name is taken by the index over ${printable(outcome.over)}`;
    case 'on target':
      return `served by ${printable(outcome.by)} of the live table`;
    case 'not built':
      return 'not there: a merge builds no index on a live table';
  }
}
