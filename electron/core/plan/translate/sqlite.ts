import { type CreateViewStmt, type Expr, type ParseStmtResult, type Span, withOptions } from 'sqlite3-parser';
import { refuse } from './translation.ts';

const parser = withOptions({ digitSeparator: '_' });

/** A piece of SQLite's SQL with the text that its tree's spans point into. */
export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly text: string;
}

/**
 * Parses one SQLite expression, as in CHECK, DEFAULT or an index.
 *
 * @throws {Refusal} when the text isn't one expression
 */
export function parseExpression(sql: string): Parsed<Expr> {
  const text = `SELECT (${sql}\n)`;
  const parsed = parser.parseStmt(text);
  if (parsed.status === 'ok' && parsed.root.type === 'SelectStmt') {
    const { select, compounds } = parsed.root.body;
    if (
      select.type === 'SelectFrom' &&
      select.columns.length === 1 &&
      !select.from &&
      !select.whereClause &&
      !compounds
    ) {
      const [column] = select.columns;
      if (column?.type === 'ExprResultColumn' && !column.alias) return { tree: column.expr, text };
    }
  }
  return refuse(`It is not one SQLite expression${complaint(parsed)}.`);
}

/**
 * Parses a CREATE VIEW.
 *
 * @throws {Refusal} when the text isn't one
 */
export function parseView(sql: string): Parsed<CreateViewStmt> {
  const parsed = parser.parseStmt(sql);
  if (parsed.status === 'ok' && parsed.root.type === 'CreateViewStmt')
    return { tree: parsed.root, text: sql };
  return refuse(`It is not a view that SQLite could read${complaint(parsed)}.`);
}

function complaint({ errors }: ParseStmtResult): string {
  const [first] = errors ?? [];
  return first ? ` (${first.message})` : '';
}

/** True for `"x"`, which SQLite reads as a string when nothing has that name (the DQS misfeature). */
export function isDoubleQuoted(node: { span: Span }, text: string): boolean {
  return text[node.span.offset] === '"';
}

/** True for a bare word: not `"x"`, `[x]` or a backquoted name. */
export function isBare(node: { span: Span }, text: string): boolean {
  return /[\p{L}_]/u.test(text[node.span.offset] ?? '');
}

/** The expression inside `((x))`, which SQLite's own parser takes for x. */
export function withoutParentheses(expr: Expr): Expr {
  const [only, ...others] = expr.type === 'ParenthesizedExpr' ? expr.exprs : [];
  return only && others.length === 0 ? withoutParentheses(only) : expr;
}
