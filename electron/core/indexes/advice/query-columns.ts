import type { Node, SelectStmt } from 'libpg-query';
import type { ColumnKey } from '../../../../shared/indexes.ts';
import { nodesOf } from '../../scenarios/parse-tree.ts';

/** How one mention of a table in a query is looked into. Columns in the order in which the query has them. */
export interface TableUse {
  readonly table: string;
  /** Compared with `=`, IN or = ANY with what doesn't come from another table. */
  readonly equal: readonly string[];
  /** Compared with <, >, BETWEEN and the like. */
  readonly range: readonly string[];
  /** Compared with `=` with a column of another table. */
  readonly joined: readonly string[];
  /** In which the rows are wanted, sorted or grouped. */
  readonly order: readonly ColumnKey[];
  /** Only the first of the rows are wanted. */
  readonly limited: boolean;
}

/** Tables of a schema with their columns; a table that is named without a schema is taken for one of it. */
export interface KnownTables {
  readonly schema: string;
  readonly columnsOf: ReadonlyMap<string, readonly string[]>;
  /** Names that a query in WITH has taken, so that they mean a table only with its schema. */
  readonly hidden: readonly string[];
}

/** Of the tables that a statement looks into those that are known, each time that it mentions them. */
export function tableUses(statement: Node, known: KnownTables): TableUse[] {
  if ('SelectStmt' in statement) return usesOfSelect(statement.SelectStmt, known);
  if ('UpdateStmt' in statement) {
    const { relation, fromClause = [], whereClause: where } = statement.UpdateStmt;
    const from = relation ? [{ RangeVar: relation }, ...fromClause] : fromClause;
    return usesOfLevel({ from, where, inner: statement.UpdateStmt }, known, known);
  }
  if ('DeleteStmt' in statement) {
    const { relation, usingClause = [], whereClause: where } = statement.DeleteStmt;
    const from = relation ? [{ RangeVar: relation }, ...usingClause] : usingClause;
    return usesOfLevel({ from, where, inner: statement.DeleteStmt }, known, known);
  }
  return [];
}

function usesOfSelect(select: SelectStmt, known: KnownTables): TableUse[] {
  const named = (select.withClause?.ctes ?? []).flatMap((cte) =>
    'CommonTableExpr' in cte ? (cte.CommonTableExpr.ctename ?? []) : [],
  );
  const visible: KnownTables = { ...known, hidden: [...known.hidden, ...named] };
  const { fromClause: from = [], whereClause: where, larg, rarg } = select;
  const sides = [larg, rarg].flatMap((side) => (side ? usesOfSelect(side, visible) : []));
  return [...usesOfLevel({ from, where, select, inner: select }, visible, known), ...sides];
}

/** One query without those within it. */
interface Level {
  readonly from: readonly Node[];
  readonly where: Node | undefined;
  readonly select?: SelectStmt;
  /** Where queries within it are looked for. */
  readonly inner: object;
}

/** A table by the name that the query has for it. */
interface Source {
  readonly alias: string;
  readonly table: string;
}

interface Use {
  readonly source: Source;
  readonly equal: Set<string>;
  readonly range: Set<string>;
  readonly joined: Set<string>;
}

function usesOfLevel(
  { from, where, select, inner }: Level,
  visible: KnownTables,
  outside: KnownTables,
): TableUse[] {
  const { sources, quals } = sourcesOf(from, visible);
  const uses = sources.map(
    (source): Use => ({ source, equal: new Set(), range: new Set(), joined: new Set() }),
  );
  const find: Find = (node) => columnOf(node, uses, visible);
  for (const condition of [where, ...quals].flatMap(conjuncts)) note(condition, find);
  const order = select !== undefined && uses.length === 1 ? orderOf(select, find) : [];
  const limited = select?.limitCount !== undefined;
  return [
    ...uses.map(({ source: { table }, equal, range, joined }) => ({
      table,
      equal: [...equal],
      range: [...range],
      joined: [...joined],
      order,
      limited,
    })),
    ...[...queriesWithin(inner)].flatMap((query) => usesOfSelect(query, outside)),
  ];
}

/** Queries one level below: in WITH, FROM and expressions. The two sides of a UNION stand on the same level. */
function* queriesWithin(node: object): Generator<SelectStmt> {
  for (const [name, value] of Object.entries(node)) {
    if (name === 'larg' || name === 'rarg' || typeof value !== 'object' || value === null) continue;
    if (name === 'SelectStmt') yield value;
    else yield* queriesWithin(value);
  }
}

function sourcesOf(
  from: readonly Node[],
  known: KnownTables,
): { sources: Source[]; quals: (Node | undefined)[] } {
  const sources: Source[] = [];
  const quals: (Node | undefined)[] = [];
  const walk = (node: Node | undefined) => {
    if (node === undefined) return;
    if ('RangeVar' in node) {
      const { relname: table, schemaname, alias } = node.RangeVar;
      if (table === undefined || (schemaname === undefined && known.hidden.includes(table))) return;
      if ((schemaname ?? known.schema) === known.schema && known.columnsOf.has(table)) {
        sources.push({ table, alias: alias?.aliasname ?? table });
      }
    } else if ('JoinExpr' in node) {
      walk(node.JoinExpr.larg);
      walk(node.JoinExpr.rarg);
      quals.push(node.JoinExpr.quals);
    }
  };
  for (const node of from) walk(node);
  return { sources, quals };
}

/** What has to be true together. */
function conjuncts(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return 'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR'
    ? (node.BoolExpr.args ?? []).flatMap(conjuncts)
    : [node];
}

interface Column {
  readonly use: Use;
  readonly name: string;
}

type Find = (node: Node | undefined) => Column | undefined;

/** A bare column of a known table: what is cast or computed isn't looked up by an index of the column. */
function columnOf(node: Node | undefined, uses: readonly Use[], known: KnownTables): Column | undefined {
  const names = namesOf(node);
  const name = names.at(-1);
  if (name === undefined) return undefined;
  const alias = names.at(-2);
  const having = uses.filter(
    ({ source }) =>
      (alias === undefined || source.alias === alias) &&
      known.columnsOf.get(source.table)?.includes(name) === true,
  );
  const [use] = having;
  return use !== undefined && having.length === 1 ? { use, name } : undefined;
}

/** Of a column reference; nothing for anything else. */
function namesOf(node: Node | undefined): string[] {
  if (node === undefined || !('ColumnRef' in node)) return [];
  const { fields = [] } = node.ColumnRef;
  const names = fields.flatMap((field) => ('String' in field ? (field.String.sval ?? []) : []));
  return names.length === fields.length ? names : [];
}

const comparisons: ReadonlySet<string> = new Set(['<', '>', '<=', '>=']);

function note(condition: Node, find: Find): void {
  if ('SubLink' in condition) {
    const { subLinkType, testexpr } = condition.SubLink;
    const column = subLinkType === 'ANY_SUBLINK' ? find(testexpr) : undefined;
    column?.use.joined.add(column.name);
  }
  if (!('A_Expr' in condition)) return;
  const { kind, name = [], lexpr, rexpr } = condition.A_Expr;
  const operator = name.flatMap((part) => ('String' in part ? (part.String.sval ?? []) : [])).at(-1) ?? '';
  const left = find(lexpr);
  switch (kind) {
    case 'AEXPR_OP':
      noteComparison(operator, left, rexpr);
      noteComparison(operator, find(rexpr), lexpr);
      return;
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      if (operator === '=') left?.use.equal.add(left.name);
      return;
    case 'AEXPR_BETWEEN':
      left?.use.range.add(left.name);
      return;
    default:
  }
}

function noteComparison(operator: string, column: Column | undefined, other: Node | undefined): void {
  if (column === undefined) return;
  const { use, name } = column;
  const isBareColumn = namesOf(other).length > 0;
  // A sum with another column, say, is known only once that one's row is.
  const dependsOnRow = !isBareColumn && [...nodesOf(other)].some((node) => 'ColumnRef' in node);
  if (operator === '=' && isBareColumn) use.joined.add(name);
  else if (operator === '=' && !dependsOnRow) use.equal.add(name);
  else if (comparisons.has(operator) && !isBareColumn && !dependsOnRow) use.range.add(name);
}

/** Empty where something else than columns decides. */
function orderOf({ sortClause = [], groupClause = [] }: SelectStmt, find: Find): ColumnKey[] {
  const wanted =
    groupClause.length > 0
      ? groupClause.map((node) => ({ column: find(node), descending: false }))
      : sortClause.map((node) => ({
          column: 'SortBy' in node ? find(node.SortBy.node) : undefined,
          descending: 'SortBy' in node && node.SortBy.sortby_dir === 'SORTBY_DESC',
        }));
  const known = wanted.flatMap(({ column, descending }) =>
    column === undefined ? [] : [{ kind: 'column' as const, name: column.name, descending }],
  );
  return known.length === wanted.length ? known : [];
}
