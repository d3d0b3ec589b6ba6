import type { FromClause, JoinConstraint, JoinedSelectTable, SelectTable } from 'sqlite3-parser';
import { foldName } from '../../source/quote.ts';
import type { Context } from './context.ts';
import { asCondition } from './convert.ts';
import { translate } from './expression.ts';
import { name } from './postgres.ts';
import { type Relation, type RelationColumn, readColumn } from './relation.ts';
import type { Scope, TranslateSelect } from './select.ts';
import { refuse } from './translation.ts';
import { isFolded, isInteger, type Value } from './value.ts';

/** What FROM yields: its text, the relations under their aliases, and the columns that USING made one. */
export interface From {
  readonly sql: string;
  readonly tables: readonly Relation[];
  readonly merged: ReadonlySet<string>;
}

/** Of the parser's `joinType`, whose constants it exports as types only. */
const joinBits = { natural: 4, left: 8, right: 16 } as const;

export const noTables: From = { sql: '', tables: [], merged: new Set() };

/** A column found by its name, and how to write it. */
export interface Found {
  readonly name: string;
  readonly value: Value;
}

/**
 * Finds a column among the tables in FROM, as SQLite does: whatever its case.
 *
 * @throws {Refusal} when several tables have it
 */
export function findColumn(from: From, column: string, table?: string): Found | undefined {
  const wanted = foldName(column);
  const candidates = from.tables.flatMap((relation) => {
    if (table !== undefined && foldName(relation.name) !== foldName(table)) return [];
    const found = relation.columns.find((each) => foldName(each.name) === wanted);
    return found ? [{ name: found.name, value: readColumn(found, relation.name), column: found }] : [];
  });
  const [first, second] = candidates;
  if (!first) return undefined;
  if (table === undefined && from.merged.has(wanted))
    return { name: first.name, value: readColumn(first.column) };
  if (second) return refuse(`It mentions ${column}, which several tables have.`);
  return first;
}

/** The columns of `*`: those that USING made one come once. */
export function allColumns(from: From): Found[] {
  const seen = new Set<string>();
  return from.tables.flatMap((relation) =>
    relation.columns.flatMap((column) => {
      const key = foldName(column.name);
      if (!from.merged.has(key)) return [{ name: column.name, value: readColumn(column, relation.name) }];
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ name: column.name, value: readColumn(column) }];
    }),
  );
}

/** The columns of `t.*`. */
export function columnsOf(from: From, table: string): Found[] {
  const relation = from.tables.find((each) => foldName(each.name) === foldName(table));
  if (!relation) return refuse(`It mentions ${table}, which is not in its FROM.`);
  return relation.columns.map((column) => ({ name: column.name, value: readColumn(column, relation.name) }));
}

/**
 * Translates FROM. Commas become CROSS JOIN: in SQLite they bind as tightly as JOIN, in PostgreSQL looser.
 */
export function translateFrom(
  clause: FromClause,
  scope: Scope,
  select: TranslateSelect,
  contextOf: (from: From) => Context,
): From {
  if (!clause.select) return noTables;
  const read = (table: SelectTable) => translateTable(table, scope, select, contextOf);
  return (clause.joins ?? []).reduce(
    (left: From, join) => translateJoin(left, join, read(join.table), contextOf),
    read(clause.select),
  );
}

function translateTable(
  table: SelectTable,
  scope: Scope,
  select: TranslateSelect,
  contextOf: (from: From) => Context,
): From {
  switch (table.type) {
    case 'TableSelectTable':
      return namedTable(table.tblName.objName.text, table.alias?.name.text, scope);
    case 'SelectSelectTable': {
      const query = select(table.select, scope);
      const alias = table.alias?.name.text ?? `subquery at ${table.select.span.offset}`;
      return {
        sql: `(${query.sql}) AS ${name(alias)}`,
        tables: [{ name: alias, columns: query.columns }],
        merged: new Set(),
      };
    }
    case 'SubSelectTable': {
      if (table.alias) return refuse('It gives a name to joined tables in parentheses.');
      const inner = translateFrom(table.from, scope, select, contextOf);
      return { ...inner, sql: `(${inner.sql})` };
    }
    case 'TableCallSelectTable':
      return refuse(`It reads the table-valued function ${table.tblName.objName.text}().`);
  }
}

function namedTable(table: string, alias: string | undefined, scope: Scope): From {
  const unreadable = scope.unreadable?.get(foldName(table));
  if (unreadable !== undefined) return refuse(unreadable);
  const relation = scope.relations.get(foldName(table));
  if (!relation) return refuse(`It reads ${table}, which is not carried.`);
  const known = alias ?? relation.name;
  const sql = known === relation.name ? name(known) : `${name(relation.name)} AS ${name(known)}`;
  return { sql, tables: [{ ...relation, name: known }], merged: new Set() };
}

function translateJoin(
  left: From,
  join: JoinedSelectTable,
  right: From,
  contextOf: (from: From) => Context,
): From {
  const type = join.operator.type === 'TypedJoinJoinOperator' ? (join.operator.joinType ?? 0) : 0;
  const tables = [...left.tables, ...right.tables];
  const merged = new Set([...left.merged, ...right.merged]);
  const shared = sharedColumns(left, right, type, join.constraint);
  if (shared.length > 0) {
    const using = shared.map((column) => name(column)).join(', ');
    for (const column of shared) merged.add(foldName(column));
    return { sql: `(${left.sql} ${joinWords(type)} ${right.sql} USING (${using}))`, tables, merged };
  }
  const joined: From = { sql: '', tables, merged };
  if (join.constraint?.type === 'OnJoinConstraint') {
    const condition = asCondition(translate(join.constraint.expr, contextOf(joined)));
    return { ...joined, sql: `(${left.sql} ${joinWords(type)} ${right.sql} ON ${condition.sql})` };
  }
  const outer = (type & (joinBits.left | joinBits.right)) !== 0;
  const sql = outer
    ? `${left.sql} ${joinWords(type)} ${right.sql} ON TRUE`
    : `${left.sql} CROSS JOIN ${right.sql}`;
  return { ...joined, sql: `(${sql})` };
}

function joinWords(type: number): string {
  const left = (type & joinBits.left) !== 0;
  const right = (type & joinBits.right) !== 0;
  if (left && right) return 'FULL JOIN';
  return left ? 'LEFT JOIN' : right ? 'RIGHT JOIN' : 'JOIN';
}

/** The columns of USING or NATURAL, as the left side spells them. */
function sharedColumns(
  left: From,
  right: From,
  type: number,
  constraint: JoinConstraint | undefined,
): string[] {
  const named =
    constraint?.type === 'UsingJoinConstraint' ? constraint.columns.map(({ text }) => text) : undefined;
  const natural = (type & joinBits.natural) !== 0;
  const wanted =
    named ??
    (natural
      ? [...new Set(right.tables.flatMap(columnNames))].filter((column) => findColumn(left, column))
      : []);
  return wanted.map((column) => {
    const one = findColumn(left, column) ?? refuse(`It joins by ${column}, which the left side lacks.`);
    const other = findColumn(right, column) ?? refuse(`It joins by ${column}, which the right side lacks.`);
    if (one.name !== other.name) refuse(`It joins by ${column}, which the tables spell differently.`);
    refuseUnlike(one.value, other.value, column);
    return one.name;
  });
}

function columnNames({ columns }: Relation): string[] {
  return columns.map((column: RelationColumn) => column.name);
}

function refuseUnlike(one: Value, other: Value, column: string): void {
  const alike = one.kind === other.kind || (isInteger(one) && isInteger(other));
  if (!alike || isFolded(one) || isFolded(other))
    refuse(`It joins by ${column}, whose types or collations differ.`);
}
