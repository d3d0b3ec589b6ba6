import type { SourceForeignKey, SourceTable } from '../../../shared/source.ts';
import { quoteName } from './quote.ts';

/** Which rows and values count: those that the quarantine leaves as they are. */
interface Counted {
  /** Condition on the parent's rows that are there. */
  readonly parentRows: string;
  /** SQL for the value of a child's column. */
  readonly valueSql: (column: string) => string;
  /** True where both sides become texts although some values are none. */
  readonly asText: boolean;
}

/**
 * SQL condition on a child's row, true when its parent is missing.
 *
 * A key with a NULL in it references nothing, on both sides (MATCH SIMPLE). Texts are compared by their
 * bytes whatever the column's collation, because the target will.
 *
 * As texts the parents are listed once and searched, since no index of theirs holds them so.
 */
export function orphanSql(
  child: SourceTable,
  {
    columns,
    parentTable,
    parentColumns,
  }: Pick<SourceForeignKey, 'columns' | 'parentTable' | 'parentColumns'>,
  { parentRows, valueSql, asText }: Counted,
): string {
  const present = columns.map((column) => `${valueSql(column)} IS NOT NULL`);
  const pairs = columns.map((column, position) => ({
    own: `${quoteName(child.name)}.${quoteName(column)}`,
    other: `rollcall_parent.${quoteName(parentColumns[position] ?? '')}`,
  }));
  const parents = `FROM ${quoteName(parentTable)} AS rollcall_parent WHERE ${parentRows}`;
  if (asText) {
    const own = pairs.map((pair) => `CAST(${pair.own} AS TEXT) COLLATE BINARY`).join(', ');
    const other = pairs.map((pair) => `CAST(${pair.other} AS TEXT) COLLATE BINARY`).join(', ');
    const there = pairs.map((pair) => `${pair.other} IS NOT NULL`).join(' AND ');
    return `(${present.join(' AND ')} AND (${own}) NOT IN (SELECT ${other} ${parents} AND ${there}))`;
  }
  const same = pairs.map(({ own, other }) => `${other} = ${own} COLLATE BINARY`).join(' AND ');
  return `(${present.join(' AND ')} AND NOT EXISTS (SELECT 1 ${parents} AND ${same}))`;
}
