import type { NotCarried } from '../../../shared/finding.ts';
import type { PlannedCheck, PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import type { SourceIndex, SourceTable } from '../../../shared/source.ts';
import { foldName } from '../source/quote.ts';
import type { AssessedColumn, AssessedTable } from '../values/assessed.ts';
import type { NameRegistry } from '../values/names.ts';
import { isUnfilledKey } from '../values/unique-keys.ts';
import { buildColumns } from './build-columns.ts';
import { buildFoldedKey, buildIndexes } from './build-indexes.ts';
import type { Built } from './built.ts';
import { constraintNames } from './constraint-names.ts';
import { listNotCarried } from './list-not-carried.ts';
import { type ColumnTypes, translateCheck } from './translate/index.ts';

/** The columns as expressions see them: what they become, and how SQLite treats what they were. */
export function columnTypes(columns: readonly AssessedColumn[]): ColumnTypes {
  return new Map(
    columns.map(({ column: { name, declaredType, collation }, reading: { type }, converted }) => [
      foldName(name),
      { name, type, declaredType, converted, ...(collation === undefined ? {} : { collation }) },
    ]),
  );
}

/** A table without its foreign keys, which need all tables, and what of it can't be carried. */
export async function buildTable(
  { table: whole, columns: assessed }: AssessedTable,
  names: NameRegistry,
): Promise<{ table: PlannedTable; notCarried: NotCarried[] }> {
  const types = columnTypes(assessed);
  const table = isUnfilledKey({ table: whole, columns: assessed }) ? keyAsUnique(whole) : whole;
  const columns = await buildColumns(table, assessed, types);
  // Indexes that people named keep their names; what has none is named after them.
  const indexes = await buildIndexes(table, types, names);
  const primaryKey = buildPrimaryKey(table, names);
  const foldedKey = await buildFoldedKey(table, types, names);
  const checks = await buildChecks(
    table,
    types,
    constraintNames({ primaryKey, uniques: indexes.keys, checks: [] }),
  );
  return {
    table: {
      name: table.name,
      rows: table.rows,
      columns: columns.parts,
      ...(primaryKey ? { primaryKey } : {}),
      uniques: indexes.keys,
      checks: checks.parts,
      indexes: [...foldedKey.parts, ...indexes.parts],
      foreignKeys: [],
    },
    notCarried: [
      ...columns.notCarried,
      ...checks.notCarried,
      ...indexes.notCarried,
      ...foldedKey.notCarried,
      ...listNotCarried(table),
    ],
  };
}

/** The primary key as a unique constraint, which lets NULL in. */
function keyAsUnique({ primaryKey, ...table }: SourceTable): SourceTable {
  if (!primaryKey) return table;
  const { name, columns } = primaryKey;
  const parts = columns.map((column, position) => ({
    of: { kind: 'column' as const, name: column },
    descending: false,
    collation:
      primaryKey.collations?.[position] ??
      table.columns.find((one) => one.name === column)?.collation ??
      'BINARY',
  }));
  const index: SourceIndex = {
    name: `${table.name}_pkey`,
    unique: true,
    origin: 'constraint',
    ...(name === undefined ? {} : { constraintName: name }),
    parts,
  };
  return { ...table, indexes: [index, ...table.indexes] };
}

function buildPrimaryKey({ name, primaryKey }: SourceTable, names: NameRegistry): PlannedKey | undefined {
  if (!primaryKey) return undefined;
  const own = primaryKey.name;
  const kept = own !== undefined && names.reserve(own) ? own : names.claim(name, '_pkey');
  return { name: kept, columns: primaryKey.columns, badKeys: 'stop' };
}

async function buildChecks(
  table: SourceTable,
  types: ColumnTypes,
  names: NameRegistry,
): Promise<Built<PlannedCheck>> {
  const parts: PlannedCheck[] = [];
  const notCarried: NotCarried[] = [];
  for (const [position, { name, sql }] of table.checks.entries()) {
    const translation = await translateCheck(sql, types);
    const own = name !== undefined && names.reserve(name) ? name : undefined;
    const unique = own ?? names.claim(table.name, `_check${position + 1}`);
    if (translation.kind === 'carried') parts.push({ name: unique, sql: translation.sql });
    else
      notCarried.push({
        kind: 'check',
        name: unique,
        table: table.name,
        sql,
        reason: translation.reason,
        code: 'no counterpart',
      });
  }
  return { parts, notCarried };
}
