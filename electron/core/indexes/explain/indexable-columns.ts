import type { Node } from 'libpg-query';
import type { Grammar } from '../../postgres/grammar.ts';
import { columnNames, conditionsIn, expressionOf } from '../advice/filter-parts.ts';

/** What a B-tree can be searched for, besides `=` (manual, "Index Types"). */
const ranges: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/**
 * Bare columns of a table that the filter of a plan's step compares with what comes from none of its rows: those that
 * are compared for equality, then the first of those that are compared by size. None where an index on columns would
 * not be searched.
 *
 * @param filter as EXPLAIN writes it: columns have their table's alias where the query reads several tables
 */
export function indexableColumns(filter: string, alias: string | undefined, grammar: Grammar): string[] {
  const compared = conditionsIn(filter, grammar).flatMap((condition) => {
    const tree = expressionOf(condition, grammar);
    return tree === undefined
      ? []
      : comparedIn(tree, ([one = '', ...rest]) => rest.length === 0 || one === alias);
  });
  const equal = compared.flatMap(({ column, operator }) => (operator === '=' ? column : []));
  const range = compared.find(({ column, operator }) => ranges.has(operator) && !equal.includes(column));
  return [...new Set([...equal, ...(range === undefined ? [] : [range.column])])];
}

function comparedIn(
  tree: Node,
  isOwn: (names: readonly string[]) => boolean,
): { column: string; operator: string }[] {
  if (!('A_Expr' in tree)) return [];
  const { kind, name = [], lexpr, rexpr } = tree.A_Expr;
  const [operator, ...schema] = name.map((part) => ('String' in part ? part.String.sval : undefined));
  if (operator === undefined || schema.length > 0) return [];
  if (kind !== 'AEXPR_OP' && !(kind === 'AEXPR_OP_ANY' && operator === '=')) return [];
  return [
    { side: lexpr, other: rexpr },
    { side: rexpr, other: lexpr },
  ].flatMap(({ side, other }) => {
    if (side === undefined || !('ColumnRef' in side) || columnNames(other).some(isOwn)) return [];
    const names = columnNames(side)[0] ?? [];
    const column = names.at(-1);
    return column === undefined || column === '' || !isOwn(names) ? [] : [{ column, operator }];
  });
}
