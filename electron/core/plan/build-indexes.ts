import type { NotCarried } from '../../../shared/finding.ts';
import type { PlannedIndex, PlannedKey } from '../../../shared/plan.ts';
import type { SourceIndex, SourceTable } from '../../../shared/source.ts';
import { foldName } from '../source/quote.ts';
import type { NameRegistry } from '../values/names.ts';
import { wholeColumns } from '../values/unique-keys.ts';
import type { Built } from './built.ts';
import { type ColumnTypes, translateIndexPart, translatePredicate } from './translate/index.ts';

/** Indexes, and those that are unique constraints in all but name. Those that people named keep their names. */
export async function buildIndexes(
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

/** A primary key tells its texts apart by their characters; where SQLite's ignores case, an index goes on doing so. */
export async function buildFoldedKey(
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
