import type { Grammar } from '../postgres/grammar.ts';
import type { Reason } from './fit.ts';
import { type Node, nodesOf } from './parse-tree.ts';

const kinds = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/**
 * What keeps a statement of PostgreSQL from being measured: it has to be one query or one change of rows, and may name
 * no schema, so that it meets copies of the tables wherever it is run.
 */
export function problemOf(sql: string, grammar: Grammar): Reason | undefined {
  const parsed = parse(sql, grammar);
  if ('reason' in parsed) return parsed.reason;
  const [statement, ...others] = parsed.statements;
  const problem = (problem: Extract<Reason, { kind: 'not allowed' }>['problem']): Reason => ({
    kind: 'not allowed',
    problem,
    statement: sql,
  });
  if (others.length > 0) return problem('several statements');
  const kind = Object.keys(statement?.stmt ?? {})[0];
  if (kind === undefined || !kinds.includes(kind)) return problem('another kind of statement');
  const nodes = [...nodesOf(statement)];
  if (nodes.some((node) => 'intoClause' in node)) return problem('another kind of statement');
  return nodes.some(namesSchema) ? problem('names a schema') : undefined;
}

/** Begins of SQLite's statements that read or change rows, behind comments; ATTACH, for one, could reach another file. */
const queryOrChange =
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(?:SELECT|VALUES|WITH|INSERT|REPLACE|UPDATE|DELETE)\b/i;

/** Whether a statement of SQLite is a query or a change of rows, as far as its first word tells. */
export function isQueryOrChange(sql: string): boolean {
  return queryOrChange.test(sql);
}

function parse(sql: string, { parseSync }: Grammar) {
  try {
    return { statements: parseSync(sql).stmts ?? [] };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { reason: { kind: 'refused', by: 'postgres', detail } } satisfies { reason: Reason };
  }
}

/** Fields of the grammar's nodes (nodes/parsenodes.h) that hold a name part by part: of a function, an operator, a type … */
const paths = ['funcname', 'name', 'operName', 'useOp', 'names', 'collname'];

/** A table, a function, an operator or a type by its schema, but for the system's own. */
function namesSchema(node: Node): boolean {
  if (typeof node['schemaname'] === 'string') return node['schemaname'] !== 'pg_catalog';
  return paths.some((field) => {
    const path = node[field];
    return Array.isArray(path) && path.length > 1 && !JSON.stringify(path[0]).includes('"pg_catalog"');
  });
}
