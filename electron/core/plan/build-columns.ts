import type { NotCarried } from '../../../shared/finding.ts';
import type { PlannedColumn } from '../../../shared/plan.ts';
import type { SourceColumn, SourceTable } from '../../../shared/source.ts';
import type { AssessedColumn } from '../values/assessed.ts';
import type { Built } from './built.ts';
import { type ColumnTypes, translateDefault, translateGenerated } from './translate/index.ts';

/** Columns with their types, identities, defaults and generating expressions, and what of those can't be carried. */
export async function buildColumns(
  table: SourceTable,
  assessed: readonly AssessedColumn[],
  types: ColumnTypes,
): Promise<Built<PlannedColumn>> {
  const parts: PlannedColumn[] = [];
  const notCarried: NotCarried[] = [];
  for (const one of assessed) {
    const { column } = one;
    const { part, lost } = await withExpression(plainColumn(table, one), column, types);
    parts.push(part);
    if (lost) notCarried.push({ ...lost, table: table.name, name: column.name, code: 'no counterpart' });
  }
  return { parts, notCarried };
}

/** Without what computes its values. */
function plainColumn(table: SourceTable, { column, reading, max }: AssessedColumn): PlannedColumn {
  const inKey = table.primaryKey?.columns.includes(column.name) ?? false;
  const identity = isIdentity(table, column, reading.type.name);
  return {
    name: column.name,
    declaredType: column.declaredType,
    type: reading.type,
    notNull: column.notNull || inKey,
    ...(reading.dateOrder ? { dateOrder: reading.dateOrder } : {}),
    ...(identity ? { identity: { lastValue: highest(max, table.sequence).toString() } } : {}),
    badValues: 'stop',
  };
}

interface WithExpression {
  readonly part: PlannedColumn;
  readonly lost?: Pick<NotCarried, 'kind' | 'sql' | 'reason'>;
}

/** With the expression that generates it, or its default. */
async function withExpression(
  plain: PlannedColumn,
  { generated, default: text, declaredType }: SourceColumn,
  types: ColumnTypes,
): Promise<WithExpression> {
  if (generated) {
    const { sql } = generated;
    const translation = await translateGenerated(sql, types, plain.type, declaredType);
    if (translation.kind === 'carried') return { part: { ...plain, generated: translation.sql } };
    const reason = `${translation.reason} Its values are moved as they are.`;
    return { part: plain, lost: { kind: 'generated column', sql, reason } };
  }
  if (text === undefined || isNull(text) || plain.identity) return { part: plain };
  const translation = await translateDefault(text, plain.type);
  if (translation.kind === 'carried') return { part: { ...plain, default: translation.sql } };
  return { part: plain, lost: { kind: 'default', sql: text, reason: translation.reason } };
}

/** DEFAULT NULL says what no default says. */
function isNull(sql: string): boolean {
  return /^\s*\(*\s*null\s*\)*\s*$/i.test(sql);
}

const wholeNumbers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

/** A key with a default of its own keeps that; SQLite itself never uses the default of a rowid's alias. */
function isIdentity({ primaryKey }: SourceTable, column: SourceColumn, type: string): boolean {
  const own = column.default !== undefined && !isNull(column.default) && !primaryKey?.rowidAlias;
  const alone = primaryKey?.columns.length === 1 && primaryKey.columns[0] === column.name;
  return alone && wholeNumbers.has(type) && !own;
}

function highest(max: bigint | undefined, sequence: string | undefined): bigint {
  return [max ?? 0n, BigInt(sequence ?? 0), 0n].reduce((one, other) => (one > other ? one : other));
}
