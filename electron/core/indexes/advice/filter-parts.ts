import type { Node, ScanToken } from 'libpg-query';
import type { Grammar } from '../../postgres/grammar.ts';
import { type Replacement, replaceBytes } from '../../scenarios/numbered.ts';
import { nodesOf } from '../../scenarios/parse-tree.ts';

/** What a filter compares for equality with what doesn't come from a row. */
export interface Compared {
  /** Bare columns. */
  readonly columns: readonly string[];
  readonly computed: readonly Computed[];
}

/** A value that is computed from columns of one table. */
export interface Computed {
  /** As PostgreSQL writes it in an index of the table. */
  readonly sql: string;
  /** Of functions, columns and constants, by which people tell it from others. */
  readonly words: readonly string[];
}

/**
 * Reads the filter of a plan's step as EXPLAIN (VERBOSE) writes it: each operator with its operands in parentheses,
 * each column with its table's alias (src/backend/utils/adt/ruleutils.c).
 *
 * @param known the columns of the table
 */
export function comparedIn(
  filter: string,
  alias: string,
  known: readonly string[],
  grammar: Grammar,
): Compared {
  const operands = conditionsIn(filter, grammar).flatMap((condition) => operandsOf(condition, grammar));
  const own = operands.filter(({ tree }) => isOfTable(tree, alias, known));
  return {
    columns: own.flatMap(({ tree }) => ('ColumnRef' in tree ? (columnNames(tree)[0]?.[1] ?? []) : [])),
    computed: own.flatMap(({ tree, text }) =>
      'ColumnRef' in tree ? [] : [{ sql: withoutAlias(text, grammar), words: wordsOf(tree) }],
    ),
  };
}

/** Whether each row of the table has its value, whatever is asked for. */
function isOfTable(tree: Node, alias: string, known: readonly string[]): boolean {
  const columns = columnNames(tree);
  return (
    columns.length > 0 &&
    columns.every(
      ([table, name = '', ...rest]) => table === alias && known.includes(name) && rest.length === 0,
    ) &&
    ![...nodesOf(tree)].some((node) => 'ParamRef' in node || 'SubLink' in node)
  );
}

/** What has to be true together. A part that PostgreSQL couldn't read itself, such as `(SubPlan 1)`, stands alone. */
export function conditionsIn(filter: string, { scanSync }: Grammar): string[] {
  const { tokens } = scanSync(filter);
  const ands: ScanToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 1 && token.text === 'AND') ands.push(token);
  }
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (ands.length === 0 || first === undefined || last === undefined) return [filter];
  const bytes = Buffer.from(filter);
  const starts = [first.end, ...ands.map(({ end }) => end)];
  const ends = [...ands.map(({ start }) => start), last.start];
  return starts.map((start, place) => bytes.toString('utf8', start, ends[place]).trim());
}

interface Operand {
  readonly tree: Node;
  readonly text: string;
}

/** Of a comparison for equality those that are compared with what comes from no row. */
function operandsOf(condition: string, grammar: Grammar): Operand[] {
  const comparison = expressionOf(condition, grammar);
  if (comparison === undefined || !('A_Expr' in comparison)) return [];
  const { kind, name = [], lexpr, rexpr, location = 0 } = comparison.A_Expr;
  const [operator, ...schema] = name.map((part) => ('String' in part ? part.String.sval : undefined));
  if (operator !== '=' || schema.length > 0 || lexpr === undefined || rexpr === undefined) return [];
  const { tokens } = grammar.scanSync(condition);
  const sign = tokens.find(({ start }) => start === location - Buffer.byteLength(asking));
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (sign === undefined || first?.text !== '(' || last?.text !== ')') return [];
  const bytes = Buffer.from(condition);
  const textOf = (start: number, end: number) => bytes.toString('utf8', start, end).trim();
  const left = { tree: lexpr, text: textOf(first.end, sign.start) };
  const right = { tree: rexpr, text: textOf(sign.end, last.start) };
  switch (kind) {
    case 'AEXPR_OP':
      return [left, right].filter((_, place) => columnNames(place === 0 ? rexpr : lexpr).length === 0);
    case 'AEXPR_OP_ANY':
      return columnNames(rexpr).length === 0 ? [left] : [];
    default:
      return [];
  }
}

const asking = 'SELECT ';

/** Nothing where the text is no single expression. */
export function expressionOf(text: string, { parseSync }: Grammar): Node | undefined {
  try {
    const [first, ...others] = parseSync(asking + text).stmts ?? [];
    if (others.length > 0 || first?.stmt === undefined || !('SelectStmt' in first.stmt)) return undefined;
    const [target, ...targets] = first.stmt.SelectStmt.targetList ?? [];
    return target !== undefined && 'ResTarget' in target && targets.length === 0
      ? target.ResTarget.val
      : undefined;
  } catch {
    return undefined;
  }
}

/** The names of each column that a tree mentions; an empty one for `*`. */
export function columnNames(tree: unknown): string[][] {
  return [...nodesOf(tree)].flatMap(({ fields }) => (Array.isArray(fields) ? [fields.map(nameOf)] : []));
}

function nameOf(field: unknown): string {
  const name = [...nodesOf(field)].find(({ sval }) => typeof sval === 'string')?.['sval'];
  return typeof name === 'string' ? name : '';
}

function withoutAlias(text: string, { parseSync, scanSync }: Grammar): string {
  const asked = asking + text;
  const { tokens } = scanSync(asked);
  const replacements = [...nodesOf(parseSync(asked))].flatMap(({ fields, location = 0 }): Replacement[] => {
    const place = tokens.findIndex(({ start }) => start === location);
    const [alias, column] = [tokens[place], tokens[place + 2]];
    if (!Array.isArray(fields) || alias === undefined || column === undefined) return [];
    return [{ start: alias.start, end: column.start, by: '' }];
  });
  const bare = replaceBytes(
    asked,
    replacements.toSorted((one, other) => one.start - other.start),
  );
  return bare.slice(asking.length);
}

function wordsOf(tree: unknown): string[] {
  return [...nodesOf(tree)].flatMap(({ funcname, fields, sval }) => {
    if (Array.isArray(funcname)) return nameOf(funcname.at(-1));
    if (Array.isArray(fields)) return nameOf(fields.at(-1));
    const constant = typeof sval === 'object' ? nameOf(sval) : '';
    return /^[\p{L}\p{N}_]{1,20}$/u.test(constant) ? constant : [];
  });
}
