import type { NotCarried } from '../../../shared/finding.ts';
import type {
  PlannedCheck,
  PlannedColumn,
  PlannedIndex,
  PlannedKey,
  PlannedTable,
} from '../../../shared/plan.ts';
import type { SourceColumn, SourceIndex, SourceTable } from '../../../shared/source.ts';
import { foldName } from '../source/quote.ts';
import type { AssessedColumn, AssessedTable } from '../values/assessed.ts';
import type { NameRegistry } from '../values/names.ts';
import { isUnfilledKey, wholeColumns } from '../values/unique-keys.ts';
import { constraintNames } from './constraint-names.ts';
import {
  type ColumnTypes,
  translateCheck,
  translateDefault,
  translateGenerated,
  translateIndexPart,
  translatePredicate,
} from './translate/index.ts';

/** The columns as expressions see them: what they become, and how SQLite treats what they were. */
export function columnTypes(columns: readonly AssessedColumn[]): ColumnTypes {
  return new Map(
    columns.map(({ column: { name, declaredType, collation }, reading: { type }, converted }) => [
      foldName(name),
      { name, type, declaredType, converted, ...(collation === undefined ? {} : { collation }) },
    ]),
  );
}

interface Built<Part> {
  readonly parts: Part[];
  readonly notCarried: NotCarried[];
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
  const unread = [...listCollations(table), ...listConflictClauses(table), ...listUnreadable(table)];
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
      ...unread,
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

/** Orders of letters that only the application knows. */
function listCollations({ name: table, columns }: SourceTable): NotCarried[] {
  return columns.flatMap(({ name, collation }): NotCarried[] =>
    collation === undefined || ['NOCASE', 'BINARY', 'RTRIM'].includes(collation.toUpperCase())
      ? []
      : [
          {
            kind: 'collation',
            name: collation,
            table,
            sql: `${name} COLLATE ${collation}`,
            reason: 'The application defines this order of letters itself.',
            code: 'own collation',
          },
        ],
  );
}

/** What a constraint did with a row instead of refusing it: the constraint is carried, that isn't. */
function listConflictClauses({ name: table, conflictClauses = [] }: SourceTable): NotCarried[] {
  return conflictClauses.map((sql) => ({
    kind: 'conflict clause',
    name: sql,
    table,
    sql,
    reason:
      'PostgreSQL refuses such a row; there, ON CONFLICT belongs to the INSERT that the application writes.',
    code: 'conflict clause',
  }));
}

/** What SQLite itself, or the reading of its text, could not make out here. */
function listUnreadable({ name: table, sql, unreadText, unreadableColumns = [] }: SourceTable): NotCarried[] {
  const columns = unreadableColumns.map(
    (column): NotCarried => ({
      kind: 'generated column',
      name: column.name,
      table,
      sql: column.sql,
      reason: 'Only the application has the function that computes it, so there are no values to move.',
      code: 'own function',
    }),
  );
  if (unreadText === undefined) return columns;
  const reason = `The text of the table could not be read (${unreadText}); its checks, collations and constraint names are unknown, its rows are moved.`;
  return [...columns, { kind: 'check', name: table, table, sql, reason, code: 'unread text' }];
}

async function buildColumns(
  table: SourceTable,
  assessed: readonly AssessedColumn[],
  types: ColumnTypes,
): Promise<Built<PlannedColumn>> {
  const parts: PlannedColumn[] = [];
  const notCarried: NotCarried[] = [];
  for (const { column, reading, max } of assessed) {
    const inKey = table.primaryKey?.columns.includes(column.name) ?? false;
    const identity = isIdentity(table, column, reading.type.name);
    const base: PlannedColumn = {
      name: column.name,
      declaredType: column.declaredType,
      type: reading.type,
      notNull: column.notNull || inKey,
      ...(reading.dateOrder ? { dateOrder: reading.dateOrder } : {}),
      ...(identity ? { identity: { lastValue: highest(max, table.sequence).toString() } } : {}),
      badValues: 'stop',
    };
    const place = { table: table.name, name: column.name };
    if (column.generated) {
      const translation = await translateGenerated(
        column.generated.sql,
        types,
        reading.type,
        column.declaredType,
      );
      if (translation.kind === 'carried') parts.push({ ...base, generated: translation.sql });
      else {
        parts.push(base);
        const reason = `${translation.reason} Its values are moved as they are.`;
        notCarried.push({
          kind: 'generated column',
          ...place,
          sql: column.generated.sql,
          reason,
          code: 'no counterpart',
        });
      }
    } else if (column.default !== undefined && !isNull(column.default) && !identity) {
      const translation = await translateDefault(column.default, reading.type);
      if (translation.kind === 'carried') parts.push({ ...base, default: translation.sql });
      else {
        parts.push(base);
        notCarried.push({
          kind: 'default',
          ...place,
          sql: column.default,
          reason: translation.reason,
          code: 'no counterpart',
        });
      }
    } else parts.push(base);
  }
  return { parts, notCarried };
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

function buildPrimaryKey({ name, primaryKey }: SourceTable, names: NameRegistry): PlannedKey | undefined {
  if (!primaryKey) return undefined;
  const own = primaryKey.name;
  const kept = own !== undefined && names.reserve(own) ? own : names.claim(name, '_pkey');
  return { name: kept, columns: primaryKey.columns, badKeys: 'stop' };
}

/** A primary key tells its texts apart by their characters; where SQLite's ignores case, an index goes on doing so. */
async function buildFoldedKey(
  table: SourceTable,
  types: ColumnTypes,
  names: NameRegistry,
): Promise<Built<PlannedIndex>> {
  const key = table.primaryKey;
  const parts = (key?.columns ?? []).map((name, position) => ({
    of: { kind: 'column' as const, name },
    descending: false,
    collation:
      (isText(name, types) &&
        (key?.collations?.[position] ?? table.columns.find((column) => column.name === name)?.collation)) ||
      'BINARY',
  }));
  if (!key || parts.every(({ collation }) => collation.toUpperCase() === 'BINARY')) {
    return { parts: [], notCarried: [] };
  }
  const index: SourceIndex = { name: `${table.name}_pkey`, unique: true, origin: 'constraint', parts };
  const name = names.claim(table.name, '_folded_key');
  const built = await buildIndex(index, name, types);
  if ('index' in built) return { parts: [built.index], notCarried: [] };
  return {
    parts: [],
    notCarried: [
      {
        kind: 'unique',
        name,
        table: table.name,
        sql: sqlOf(index),
        reason: built.reason,
        code: 'no counterpart',
      },
    ],
  };
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

async function buildIndexes(
  table: SourceTable,
  types: ColumnTypes,
  names: NameRegistry,
): Promise<Built<PlannedIndex> & { keys: PlannedKey[] }> {
  const parts: PlannedIndex[] = [];
  const keys: PlannedKey[] = [];
  const notCarried: NotCarried[] = [];
  for (const index of table.indexes) {
    const columns = plainColumns(index, types);
    const name = nameOf(index, table.name, names);
    if (columns) {
      keys.push({ name, columns, badKeys: 'stop' });
      continue;
    }
    const built = await buildIndex(index, name, types);
    if ('reason' in built) {
      const kind = index.unique ? 'unique' : 'index';
      notCarried.push({
        kind,
        name,
        table: table.name,
        sql: index.sql ?? sqlOf(index),
        reason: built.reason,
        code: 'no counterpart',
      });
    } else {
      const whole = wholeColumns(index);
      parts.push(whole ? { ...built.index, key: { columns: whole, badKeys: 'stop' } } : built.index);
    }
  }
  return { parts, keys, notCarried };
}

/** The columns of a unique index that is a constraint in all but name: whole columns, ascending, all rows. */
function plainColumns(index: SourceIndex, types: ColumnTypes): string[] | undefined {
  const plain = index.parts.every(
    ({ of, descending, collation }) =>
      of.kind === 'column' &&
      !descending &&
      (collation.toUpperCase() === 'BINARY' || !isText(of.name, types)),
  );
  return plain ? wholeColumns(index) : undefined;
}

/** Only texts have a case to ignore. */
function isText(column: string, types: ColumnTypes): boolean {
  const type = types.get(foldName(column))?.type.name;
  return type === 'text' || type === 'varchar';
}

function nameOf(
  { name, origin, constraintName, parts }: SourceIndex,
  table: string,
  names: NameRegistry,
): string {
  const own = origin === 'created' ? name : constraintName;
  if (own !== undefined && names.reserve(own)) return own;
  const columns = parts.map(({ of }) => (of.kind === 'column' ? of.name : 'expr')).join('_');
  return names.claim(`${table}_${columns}`, origin === 'created' ? '_idx' : '_key');
}

async function buildIndex(
  { unique, parts, where }: SourceIndex,
  name: string,
  types: ColumnTypes,
): Promise<{ index: PlannedIndex } | { reason: string }> {
  const translated: string[] = [];
  for (const part of parts) {
    const translation = await translateIndexPart(part, types);
    if (translation.kind === 'not carried') return { reason: translation.reason };
    translated.push(translation.sql);
  }
  const base: PlannedIndex = {
    name,
    unique,
    parts: translated,
    reason: 'was in the source',
    origin: 'source',
  };
  if (where === undefined) return { index: base };
  const translation = await translatePredicate(where, types);
  return translation.kind === 'carried'
    ? { index: { ...base, where: translation.sql } }
    : { reason: translation.reason };
}

function sqlOf({ parts }: SourceIndex): string {
  const texts = parts.map(({ of, collation, descending }) => {
    const what = of.kind === 'column' ? of.name : of.sql;
    return `${what}${collation === 'BINARY' ? '' : ` COLLATE ${collation}`}${descending ? ' DESC' : ''}`;
  });
  return `UNIQUE (${texts.join(', ')})`;
}
