import type { Database } from 'better-sqlite3';
import type { SourceIndex, SourceIndexPart } from '../../../shared/source.ts';
import { collationName } from './collation.ts';
import { readIndexText } from './index-text.ts';
import { foldName } from './quote.ts';
import { type IndexFacts, indexPartFacts } from './schema-facts.ts';
import type { TableText } from './table-text.ts';

/**
 * An index that isn't behind the primary key.
 *
 * Where the parser doesn't take a CREATE INDEX, the whole of it stands for its expressions and its WHERE:
 * nobody can translate that, so the index gets listed instead of built without them.
 *
 * @param sql CREATE INDEX as written; absent for a constraint
 */
export function readIndex(
  db: Database,
  facts: IndexFacts,
  sql: string | undefined,
  namedUniques: TableText['namedUniques'],
): SourceIndex {
  const text = sql === undefined ? undefined : readIndexText(sql);
  const parts = indexPartFacts(db, facts.name).map(({ name, descending, collation }, position) => ({
    of: termOf(name, text?.expressions[position] ?? sql ?? ''),
    descending,
    collation: collationName(collation),
  }));
  const base = { name: facts.name, unique: facts.unique, parts };
  if (facts.origin === 'c') {
    const where = facts.partial ? (text?.where ?? sql) : undefined;
    return {
      ...base,
      origin: 'created',
      ...(where !== undefined && { where }),
      ...(sql !== undefined && { sql }),
    };
  }
  const constraintName = nameOfUnique(parts, namedUniques);
  return { ...base, origin: 'constraint', ...(constraintName !== undefined && { constraintName }) };
}

function termOf(column: string | null, expression: string): SourceIndexPart['of'] {
  return column === null ? { kind: 'expression', sql: expression } : { kind: 'column', name: column };
}

function nameOfUnique(
  parts: readonly SourceIndexPart[],
  namedUniques: TableText['namedUniques'],
): string | undefined {
  const columns = parts.map((part) => (part.of.kind === 'column' ? foldName(part.of.name) : ''));
  return namedUniques.find((unique) => JSON.stringify(unique.columns) === JSON.stringify(columns))?.name;
}
