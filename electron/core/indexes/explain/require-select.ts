import { rollcallError } from '../../../../shared/errors/index.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { plannable } from '../../postgres/plannable.ts';
import { type Node, nodesOf } from '../../scenarios/parse-tree.ts';

/** What is to be told of a query before it is explained. */
export interface Select {
  /** As `plannable` has it. */
  readonly sql: string;
  /** The highest of its $1, $2 …; zero when it has none. */
  readonly parameters: number;
  /** Of PostgreSQL's grammar. */
  readonly tree: object;
}

/** What a statement may not hold, by the names of PostgreSQL's grammar, and as a person calls it. */
const refused: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  IntoClause: 'SELECT INTO',
  intoClause: 'SELECT INTO',
  LockingClause: 'FOR UPDATE',
  ExplainStmt: 'EXPLAIN',
};

/**
 * Makes sure, by PostgreSQL's own grammar, that a text is one SELECT that only reads. What its functions do is another
 * question: see `actingFunction`. A statement as pg_stat_statements writes it is taken too.
 *
 * @throws RollcallError query-missing, query-several, query-syntax, query-not-a-select
 */
export async function requireSelect(written: string): Promise<Select> {
  const sql = plannable(written);
  const statements = await statementsOf(sql);
  const [statement] = statements;
  if (statement === undefined) throw rollcallError('query-missing', {});
  if (statements.length > 1) throw rollcallError('query-several', {});
  const [kind] = Object.keys(statement);
  if (kind !== 'SelectStmt') {
    throw rollcallError('query-not-a-select', { found: refused[kind ?? ''] ?? firstWord(sql) });
  }
  for (const node of nodesOf(statement)) {
    const found = Object.keys(node).flatMap((name) => refused[name] ?? [])[0];
    if (found !== undefined) throw rollcallError('query-not-a-select', { found });
  }
  return { sql, parameters: parametersOf(statement), tree: statement };
}

/** The highest of a statement's $1, $2 …; zero when it has none. */
export function parametersOf(statement: object): number {
  return Math.max(0, ...[...nodesOf(statement)].map(numberOf));
}

/** The parse trees of a text's statements, comments and empty statements left out. */
export async function statementsOf(sql: string): Promise<object[]> {
  const grammar = await loadGrammar();
  // The parser takes an empty text for an error.
  if (sql.trim() === '') return [];
  try {
    const { stmts = [] } = grammar.parseSync(sql);
    return stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  } catch (error) {
    throw rollcallError('query-syntax', { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Of a parameter; zero for any other node. */
function numberOf({ ParamRef: parameter }: Node): number {
  const isParameter = typeof parameter === 'object' && parameter !== null && 'number' in parameter;
  return isParameter && typeof parameter.number === 'number' ? parameter.number : 0;
}

function firstWord(sql: string): string {
  return /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? sql.trim().slice(0, 20);
}
