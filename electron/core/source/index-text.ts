import type { Expr } from 'sqlite3-parser';
import { parseSchema } from './parse-schema.ts';
import { sqlOf } from './table-text.ts';

/** What only the text of a CREATE INDEX tells. */
export interface IndexText {
  /** The indexed terms without COLLATE and order; a column's name stands here as it is written. */
  readonly expressions: readonly string[];
  readonly where: string | undefined;
}

/** Reads the CREATE INDEX of sqlite_schema; undefined where the parser doesn't take it. */
export function readIndexText(sql: string): IndexText | undefined {
  const parsed = parseSchema(sql);
  if (parsed.kind === 'unread' || parsed.statement.type !== 'CreateIndexStmt') return undefined;
  const { columns, whereClause } = parsed.statement;
  return {
    expressions: columns.map((column) => sqlOf(withoutCollation(column.expr), parsed.sql)),
    where: whereClause && sqlOf(whereClause, parsed.sql),
  };
}

function withoutCollation(expression: Expr): Expr {
  return expression.type === 'CollateExpr' ? withoutCollation(expression.expr) : expression;
}
