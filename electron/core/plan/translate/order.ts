import type { Expr, SortedColumn } from 'sqlite3-parser';
import { foldName } from '../../source/quote.ts';
import { sortKey } from './convert.ts';
import { withoutParentheses } from './sqlite.ts';
import type { Value } from './value.ts';

/**
 * One term of ORDER BY. NULL comes before everything in SQLite and after everything in PostgreSQL, so the
 * place of NULLs is written out.
 */
export function orderTerm(of: Value, { order, nulls }: SortedColumn): string {
  const descending = order === 'Desc';
  const place = nulls ?? (descending ? 'Last' : 'First');
  return `${sortKey(of).sql}${descending ? ' DESC' : ''} NULLS ${place.toUpperCase()}`;
}

/** The position of a result column that a term names by its number or its alias, if it names one. */
export function namedResult(expr: Expr, names: readonly string[]): number | undefined {
  const bare = withoutParentheses(expr);
  if (bare.type === 'NumericLiteral' && /^\d+$/.test(bare.value)) return Number(bare.value) - 1;
  if (bare.type !== 'Id') return undefined;
  const at = names.findIndex((each) => foldName(each) === foldName(bare.name));
  return at < 0 ? undefined : at;
}
