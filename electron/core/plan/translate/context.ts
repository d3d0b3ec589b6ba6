import type { FunctionCallExpr, FunctionCallStarExpr, Select } from 'sqlite3-parser';
import { foldName } from '../../source/quote.ts';
import { refuse } from './translation.ts';
import { columnValue, type TypedColumn, type Value } from './value.ts';

/** Types of the columns that an expression may mention, as they will be on the target, by folded name. */
export type ColumnTypes = ReadonlyMap<string, TypedColumn>;

/** What an expression stands in: the names that it may use, and what PostgreSQL allows there. */
export interface Context {
  /** The whole text that the tree was parsed from. */
  readonly text: string;
  /** A column, an alias or undefined; `table` is set for qualified names. */
  readonly column: (name: string, table?: string) => Value | undefined;
  /** What needs the expression to be immutable, such as `An index`; undefined where anything goes. */
  readonly fixed?: string;
  /** In queries only. */
  readonly query?: QueryParts;
}

/** The parts of expressions that only a query may have. */
export interface QueryParts {
  readonly aggregate: (call: FunctionCallExpr | FunctionCallStarExpr, context: Context) => Value | undefined;
  readonly scalar: (select: Select) => Value;
  readonly exists: (select: Select) => Value;
  readonly among: (left: Value, select: Select, not: boolean) => Value;
}

/** The context of an expression over the columns of one table. */
export function tableContext(text: string, columns: ColumnTypes, fixed?: string): Context {
  const column = (name: string) => {
    const found = columns.get(foldName(name));
    if (found?.converted) refuse(`Values of ${found.name} become others on the way.`);
    return found && columnValue(found);
  };
  return fixed === undefined ? { text, column } : { text, column, fixed };
}

/** Refuses where the expression must always yield the same for the same row. */
export function needsClock(context: Context): void {
  if (context.fixed) refuse(`${context.fixed} can't depend on the clock or on chance.`);
}

/** Refuses what depends on settings of the session in PostgreSQL, where the expression must be immutable. */
export function needsSession(context: Context, what: string): void {
  if (context.fixed) refuse(`${context.fixed} must be immutable in PostgreSQL, and ${what} is not.`);
}
