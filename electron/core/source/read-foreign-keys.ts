import { ForeignKeyAction, type SourceForeignKey } from '../../../shared/source.ts';
import { foldName } from './quote.ts';
import type { ForeignKeyFacts } from './schema-facts.ts';
import type { ForeignKeyText } from './table-text.ts';

/** What a foreign key needs to know of the table that it references. */
export interface ParentTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
  readonly primaryKey?: { readonly columns: readonly string[] } | undefined;
}

/**
 * The foreign keys of a table, with parents and their columns spelled as the schema spells them.
 *
 * @param texts in the same order as the keys; names are left out where their number differs
 * @param parents by folded name
 */
export function readForeignKeys(
  facts: readonly ForeignKeyFacts[],
  texts: readonly ForeignKeyText[],
  parents: ReadonlyMap<string, ParentTable>,
): SourceForeignKey[] {
  const keys = [...Map.groupBy(facts, (row) => row.id).values()];
  return keys.map((rows, position) =>
    readForeignKey(rows, keys.length === texts.length ? texts[position] : undefined, parents),
  );
}

function readForeignKey(
  rows: readonly ForeignKeyFacts[],
  text: ForeignKeyText | undefined,
  parents: ReadonlyMap<string, ParentTable>,
): SourceForeignKey {
  const [first] = rows;
  if (!first) throw new RangeError('A foreign key has at least one column.');
  const parent = parents.get(foldName(first.table));
  return {
    ...(text?.name !== undefined && { name: text.name }),
    columns: rows.map((row) => row.from),
    parentTable: parent?.name ?? first.table,
    parentColumns: parentColumns(rows, parent),
    parentExists: parent !== undefined,
    onUpdate: ForeignKeyAction.parse(first.onUpdate),
    onDelete: ForeignKeyAction.parse(first.onDelete),
    deferrable: text?.deferrable ?? false,
    initiallyDeferred: text?.initiallyDeferred ?? false,
  };
}

function parentColumns(rows: readonly ForeignKeyFacts[], parent: ParentTable | undefined): string[] {
  const written = rows.flatMap((row) => (row.to === null ? [] : [row.to]));
  if (written.length < rows.length) {
    const key = parent?.primaryKey?.columns ?? [];
    return key.length === rows.length ? [...key] : [];
  }
  if (!parent) return written;
  const spelled = new Map(parent.columns.map(({ name }) => [foldName(name), name]));
  const resolved = written.flatMap((name) => spelled.get(foldName(name)) ?? []);
  return resolved.length === written.length ? resolved : [];
}
