import type { Node, RangeVar } from 'libpg-query';
import { type Grammar, loadGrammar } from '../../postgres/grammar.ts';
import { plannable } from '../../postgres/plannable.ts';
import type { CatalogTable } from '../catalog.ts';
import { parametersOf } from '../explain/require-select.ts';
import type { Weighed } from './choose.ts';
import { type KnownTables, type TableUse, tableUses } from './query-columns.ts';

/** A statement with what it weighs. */
export interface Statement {
  readonly sql: string;
  readonly calls: number;
  readonly totalMs: number | undefined;
  /** That it gave or wrote in all. */
  readonly rows: number;
}

export interface Understood {
  readonly queries: Weighed[];
  readonly uses: TableUse[];
  /** Rows that the statements wrote into each table. */
  readonly written: ReadonlyMap<string, number>;
  /** Statements that aren't PostgreSQL any more since their constants were taken out, whatever `plannable` does. */
  readonly unread: number;
}

/** What statements look for in the tables of a schema; those that are about other tables are passed over. */
export async function understand(
  statements: readonly Statement[],
  schema: string,
  tables: readonly CatalogTable[],
): Promise<Understood> {
  const grammar = await loadGrammar();
  const known: KnownTables = {
    schema,
    columnsOf: new Map(tables.map(({ name, columns }) => [name, columns])),
    hidden: [],
  };
  const queries: Weighed[] = [];
  const uses: TableUse[] = [];
  const written = new Map<string, number>();
  let unread = 0;
  for (const { sql: counted, calls, totalMs, rows } of statements) {
    const sql = plannable(counted);
    const trees = parse(grammar, sql);
    const [tree, ...others] = trees ?? [];
    if (trees === undefined) unread += 1;
    if (tree === undefined || others.length > 0) continue;
    const into = writtenBy(tree, schema);
    if (into !== undefined) written.set(into, (written.get(into) ?? 0) + rows);
    const own = tableUses(tree, known);
    if (own.length === 0) continue;
    uses.push(...own);
    queries.push({
      sql,
      calls,
      totalMs,
      parameters: parametersOf(tree),
      tables: own.map(({ table }) => table),
    });
  }
  return { queries, uses, written, unread };
}

/** The table of the schema into which a statement writes. */
function writtenBy(tree: Node, schema: string): string | undefined {
  const { relname, schemaname = schema } = intoOf(tree) ?? {};
  return schemaname === schema ? relname : undefined;
}

function intoOf(tree: Node): RangeVar | undefined {
  if ('InsertStmt' in tree) return tree.InsertStmt.relation;
  if ('UpdateStmt' in tree) return tree.UpdateStmt.relation;
  return 'DeleteStmt' in tree ? tree.DeleteStmt.relation : undefined;
}

/** Nothing where the text is none. */
function parse(grammar: Grammar, sql: string): Node[] | undefined {
  try {
    return (grammar.parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
  } catch {
    return undefined;
  }
}
