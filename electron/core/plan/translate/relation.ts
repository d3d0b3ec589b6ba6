import type { ColumnTypes } from './context.ts';
import { cast, name, tight } from './postgres.ts';
import { refuse } from './translation.ts';
import { columnValue, isFolded, type Value, value } from './value.ts';

/** A column of a table, a view or a subquery: its name, and what is known about its values. */
export interface RelationColumn {
  readonly name: string;
  readonly value: Value;
}

/** Anything that can stand in FROM. */
export interface Relation {
  readonly name: string;
  readonly columns: readonly RelationColumn[];
}

/** Relations by their lower-cased name. */
export type Relations = ReadonlyMap<string, Relation>;

export function tableRelation(table: string, columns: ColumnTypes): Relation {
  return {
    name: table,
    columns: [...columns.values()].map((column) => ({ name: column.name, value: columnValue(column) })),
  };
}

/** The column as seen from a query that reads it: its facts, without what only its own expression has. */
export function readColumn(column: RelationColumn, qualifier?: string): Value {
  const { kind, affinity, collation, mixed, nonNegative, written } = column.value;
  const sql = qualifier === undefined ? name(column.name) : `${name(qualifier)}.${name(column.name)}`;
  return value(kind === 'null' ? 'text' : kind, tight(sql), {
    affinity,
    collation: { name: collation?.name ?? 'BINARY', explicit: false },
    ...(mixed ? { mixed } : {}),
    ...(nonNegative ? { nonNegative } : {}),
    ...(written ? { written } : {}),
  });
}

/** A value as a result column shows it: the outcome of a comparison is 0 or 1, a fraction a double. */
export function shown(of: Value): Value {
  if (of.kind === 'truth') return { ...value('integer', cast(of, 'integer')), nonNegative: true };
  if (of.kind === 'double' && of.literal) return value('double', cast(of, 'double precision'));
  return of;
}

/** Refuses to group or deduplicate by values whose equality is another on PostgreSQL. */
export function refuseOtherEquality(of: Value): void {
  if (isFolded(of)) refuse('It groups texts under a collation, and shows one spelling of several.');
  if (of.kind === 'jsonb') refuse('It groups JSON, which SQLite does by its text.');
}
