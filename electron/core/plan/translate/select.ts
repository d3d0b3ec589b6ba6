import type { CompoundOperator, Limit, OneSelect, Select, SortedColumn, With } from 'sqlite3-parser';
import { foldName } from '../../source/quote.ts';
import type { Context } from './context.ts';
import { commonFacts, unify } from './convert.ts';
import { namedResult, orderTerm } from './order.ts';
import { name } from './postgres.ts';
import { type RelationColumn, type Relations, readColumn, refuseOtherEquality } from './relation.ts';
import { type Block, translateBlock } from './select-from.ts';
import { refuse } from './translation.ts';
import { collated } from './value.ts';

/** What a query may read: the relations, and the columns of the query around it. */
export interface Scope {
  readonly text: string;
  readonly relations: Relations;
  /** Why a WITH around the query can't be read there, by its lower-cased name; it hides a relation of that name. */
  readonly unreadable?: ReadonlyMap<string, string>;
  readonly outer?: Context['column'];
}

export type TranslateSelect = (select: Select, scope: Scope) => Block;

/**
 * Translates a SELECT with all that belongs to it: WITH, UNION and its like, ORDER BY, LIMIT.
 *
 * @param names of the result columns, where a view or a WITH gives them
 * @throws {Refusal} where its meaning can't be kept for certain
 */
export function translateSelect(select: Select, scope: Scope, names?: readonly string[]): Block {
  const { ctes, inner } = translateWith(select.with, scope);
  const body = translateBody(select, inner, names);
  const limit = limitSql(select.limit);
  const oneRow = body.oneRow || limit === ' LIMIT 1';
  const bounded =
    oneRow && !body.oneRow ? `SELECT * FROM (${body.sql}${limit}) AS "first row"` : `${body.sql}${limit}`;
  return { ...body, sql: `${ctes}${bounded}`, oneRow };
}

function translateBody(select: Select, scope: Scope, names: readonly string[] | undefined): Block {
  const arm = (one: OneSelect, given?: readonly string[]) => translateArm(one, scope, { names: given });
  const { select: first, compounds, orderBy } = select;
  if (!compounds && first.type === 'SelectFrom' && first.distinctness !== 'Distinct') {
    return translateArm(first, scope, { names, orderBy });
  }
  const whole = (compounds ?? []).reduce(
    (left: Block, { operator, select: right }) => combine(left, operator, arm(right)),
    arm(first, names),
  );
  return orderBy ? sorted(whole, orderBy) : whole;
}

function translateArm(
  one: OneSelect,
  scope: Scope,
  order: { names?: readonly string[] | undefined; orderBy?: readonly SortedColumn[] | undefined },
): Block {
  if (one.type === 'SelectValues') return refuse('It is a list of VALUES.');
  return translateBlock(one, scope, translateSelect, order);
}

const operators: Readonly<Record<CompoundOperator, string>> = {
  Union: 'UNION',
  UnionAll: 'UNION ALL',
  Except: 'EXCEPT',
  Intersect: 'INTERSECT',
};

/** From left to right, in parentheses: INTERSECT binds tighter in PostgreSQL, not in SQLite. */
function combine(left: Block, operator: CompoundOperator, right: Block): Block {
  if (left.columns.length !== right.columns.length) refuse('It unites queries of different width.');
  const columns = left.columns.map((column, at): RelationColumn => {
    const other = right.columns[at];
    if (!other) return column;
    const sides = [column.value, other.value];
    if (operator !== 'UnionAll') sides.forEach(refuseOtherEquality);
    if (new Set(sides.map(({ kind }) => kind)).has('boolean') && column.value.kind !== other.value.kind) {
      refuse('It unites booleans with numbers.');
    }
    return { name: column.name, value: { ...readColumn(column), ...commonFacts(unify(sides)) } };
  });
  return { sql: `(${left.sql}) ${operators[operator]} (${right.sql})`, columns, oneRow: false };
}

/** Sorts a DISTINCT or a compound from outside, since PostgreSQL sorts those by bare columns only. */
function sorted(whole: Block, orderBy: readonly SortedColumn[]): Block {
  const names = whole.columns.map((column) => column.name);
  const terms = orderBy.map((term) => {
    const at = namedResult(term.expr.type === 'CollateExpr' ? term.expr.expr : term.expr, names);
    const column = at === undefined ? undefined : whole.columns[at];
    if (!column) return refuse('It sorts different rows by something else than a column of theirs.');
    const of = readColumn(column, 'result');
    return orderTerm(term.expr.type === 'CollateExpr' ? collated(of, term.expr.collation) : of, term);
  });
  return { ...whole, sql: `SELECT * FROM (${whole.sql}) AS "result" ORDER BY ${terms.join(', ')}` };
}

function limitSql(limit: Limit | undefined): string {
  if (!limit) return '';
  const rows = fixedCount(limit.expr);
  const skipped = limit.offset ? fixedCount(limit.offset) : '0';
  return `${rows.startsWith('-') ? '' : ` LIMIT ${rows}`}${/^(-\d+|0)$/.test(skipped) ? '' : ` OFFSET ${skipped}`}`;
}

function fixedCount(expr: Limit['expr']): string {
  if (expr.type === 'NumericLiteral' && /^\d+$/.test(expr.value)) return expr.value;
  if (expr.type === 'UnaryExpr' && expr.op === 'Negative') return `-${fixedCount(expr.expr)}`;
  return refuse('Its LIMIT is not a fixed number.');
}

function translateWith(clause: With | undefined, scope: Scope): { ctes: string; inner: Scope } {
  if (!clause) return { ctes: '', inner: scope };
  const relations = new Map(scope.relations);
  const unreadable = new Map(scope.unreadable);
  // SQLite finds a WITH wherever it stands in the list, and lets it read itself without a word for it.
  for (const { tblName } of clause.ctes) {
    unreadable.set(foldName(tblName.text), `It reads ${tblName.text} of its WITH before that is there.`);
  }
  const texts = clause.ctes.map(({ tblName, columns, select }) => {
    const names = columns?.map(({ colName }) => colName.text);
    const own = foldName(tblName.text);
    unreadable.set(own, `${tblName.text} of its WITH is recursive: it reads itself.`);
    const query = translateSelect(select, { ...scope, relations, unreadable }, names);
    unreadable.delete(own);
    relations.set(own, { name: tblName.text, columns: query.columns });
    return `${name(tblName.text)} AS (${query.sql})`;
  });
  return { ctes: `WITH ${texts.join(', ')} `, inner: { ...scope, relations, unreadable } };
}
