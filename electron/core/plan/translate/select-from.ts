import type { Expr, ResultColumn, Select, SelectFrom, SortedColumn } from 'sqlite3-parser';
import { foldName } from '../../source/quote.ts';
import { translateAggregate } from './aggregates.ts';
import { alignForMembership } from './compare.ts';
import type { Context, QueryParts } from './context.ts';
import { asCondition } from './convert.ts';
import { translate } from './expression.ts';
import { allColumns, columnsOf, type Found, type From, findColumn, noTables, translateFrom } from './from.ts';
import { namedResult, orderTerm } from './order.ts';
import { loose, name, operand, tight } from './postgres.ts';
import { type RelationColumn, readColumn, refuseOtherEquality, shown } from './relation.ts';
import type { Scope, TranslateSelect } from './select.ts';
import { withoutParentheses } from './sqlite.ts';
import { refuse } from './translation.ts';
import { collated, type Value, value } from './value.ts';

/** One SELECT … FROM …, without what follows a compound of them. */
export interface Block {
  readonly sql: string;
  readonly columns: readonly RelationColumn[];
  /** True when it yields one row whatever the tables hold: an aggregate without GROUP BY. */
  readonly oneRow: boolean;
}

/**
 * Translates one SELECT … FROM ….
 *
 * @param names of the result columns, where something outside gives them
 * @param orderBy sorted here; left out where the caller sorts the result
 */
export function translateBlock(
  block: SelectFrom,
  scope: Scope,
  select: TranslateSelect,
  {
    names,
    orderBy,
  }: { names?: readonly string[] | undefined; orderBy?: readonly SortedColumn[] | undefined },
): Block {
  if (block.windowClause) refuse('It defines windows by name.');
  let aggregated = false;
  const contextOf = (from: From, aliases: readonly Found[] = []): Context => {
    const column = (wanted: string, table?: string) =>
      findColumn(from, wanted, table)?.value ??
      (table === undefined ? aliased(aliases, wanted) : undefined) ??
      scope.outer?.(wanted, table);
    const query: QueryParts = {
      ...subqueries({ ...scope, outer: column }, select),
      aggregate: (expr, context) => {
        const found = translateAggregate(expr, context);
        if (found && !expr.filterOver?.overClause) aggregated = true;
        return found;
      },
    };
    return { text: scope.text, column, query };
  };
  const from = block.from ? translateFrom(block.from, scope, select, contextOf) : noTables;
  const results = resultColumns(block.columns, from, contextOf(from), names);
  const context = contextOf(from, results);
  const where = block.whereClause && asCondition(translate(block.whereClause, context)).sql;
  const groups = block.groupBy?.map((expr) => groupTerm(expr, results, context));
  const having = block.having && asCondition(translate(block.having, context)).sql;
  const distinct = block.distinctness === 'Distinct';
  if (distinct) for (const result of results) refuseOtherEquality(result.value);
  const terms = orderBy?.map((term) => orderTerm(orderedValue(term.expr, results, context), term));
  const columns = results.map((result) => ({ name: result.name, value: shown(result.value) }));
  const shownSql = columns.map((column) => `${column.value.sql} AS ${name(column.name)}`).join(', ');
  const sql = [
    `SELECT ${distinct ? 'DISTINCT ' : ''}${shownSql}`,
    from.sql && `FROM ${from.sql}`,
    where && `WHERE ${where}`,
    groups && `GROUP BY ${groups.join(', ')}`,
    having && `HAVING ${having}`,
    terms && `ORDER BY ${terms.join(', ')}`,
  ].filter((clause) => clause);
  return { sql: sql.join(' '), columns, oneRow: aggregated && !groups };
}

function aliased(aliases: readonly Found[], wanted: string): Value | undefined {
  return aliases.find((each) => foldName(each.name) === foldName(wanted))?.value;
}

function resultColumns(
  columns: readonly ResultColumn[],
  from: From,
  context: Context,
  names: readonly string[] | undefined,
): Found[] {
  const found = columns.flatMap((column) => resultColumn(column, from, context));
  if (names && names.length !== found.length) refuse('It names more or fewer columns than it has.');
  return distinctNames(found.map((column, at) => ({ ...column, name: names?.[at] ?? column.name })));
}

function resultColumn(column: ResultColumn, from: From, context: Context): Found[] {
  if (column.type === 'StarResultColumn') return allColumns(from);
  if (column.type === 'TableStarResultColumn') return columnsOf(from, column.table.text);
  const alias = column.alias?.name.text;
  if (alias && Buffer.byteLength(alias) > 63)
    refuse(`Its column ${alias} has a longer name than PostgreSQL's 63 bytes.`);
  const named = alias ?? ownName(column.expr, from, context);
  return [{ name: named, value: translate(column.expr, context) }];
}

/** A column goes by its name in the table, any other expression by its own text. */
function ownName(expr: Expr, from: From, context: Context): string {
  const bare = withoutParentheses(expr);
  const column =
    bare.type === 'Id'
      ? findColumn(from, bare.name)
      : bare.type === 'QualifiedExpr'
        ? findColumn(from, bare.column.text, bare.table.text)
        : undefined;
  return column?.name ?? context.text.slice(expr.span.offset, expr.span.offset + expr.span.length);
}

/** A second `id` is called `id:1` in SQLite; PostgreSQL would refuse it. */
function distinctNames(columns: readonly Found[]): Found[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let unique = column.name;
    for (let count = 1; taken.has(foldName(unique)); count += 1) unique = `${column.name}:${count}`;
    taken.add(foldName(unique));
    return { ...column, name: unique };
  });
}

function groupTerm(expr: Expr, results: readonly Found[], context: Context): string {
  const bare = withoutParentheses(expr);
  const of =
    bare.type === 'NumericLiteral' ? results[Number(bare.value) - 1]?.value : translate(expr, context);
  if (!of) return refuse('It groups by a column that it does not have.');
  refuseOtherEquality(of);
  return operand(of);
}

function orderedValue(expr: Expr, results: readonly Found[], context: Context): Value {
  const bare = expr.type === 'CollateExpr' ? expr.expr : expr;
  const at = namedResult(
    bare,
    results.map((result) => result.name),
  );
  const of = at === undefined ? undefined : results[at]?.value;
  if (!of) return translate(expr, context);
  const plain = of.literal ? shown(of) : of;
  return expr.type === 'CollateExpr' ? collated(plain, expr.collation) : plain;
}

/** Queries inside an expression, which see the columns of the query around them. */
function subqueries(scope: Scope, select: TranslateSelect): Omit<QueryParts, 'aggregate'> {
  return {
    scalar: (inner: Select) => {
      const query = select(inner, scope);
      const [column, ...others] = query.columns;
      if (!column || others.length > 0) return refuse('It takes a query of several columns for a value.');
      const { sql: _, tight: __, ...facts } = readColumn(column);
      return value(facts.kind, tight(`(${query.sql}${query.oneRow ? '' : ' LIMIT 1'})`), facts);
    },
    exists: (inner: Select) => value('truth', tight(`EXISTS (${select(inner, scope).sql})`)),
    among: (left, inner, not) => {
      const query = select(inner, scope);
      const [column, ...others] = query.columns;
      if (!column || others.length > 0) return refuse('It looks for a value among several columns.');
      alignForMembership(left, readColumn(column));
      return value('truth', loose(`${operand(left)} ${not ? 'NOT IN' : 'IN'} (${query.sql})`));
    },
  };
}
