import { rollcallError } from '../../../shared/errors/index.ts';
import type { IndexKey, NewIndex } from '../../../shared/indexes.ts';
import { qualified } from '../postgres/ddl.ts';
import { type Grammar, loadGrammar } from '../postgres/grammar.ts';
import { quoteName } from '../source/quote.ts';

/**
 * Makes sure that what an index is to hold besides columns is one expression each, and nothing that stands behind it.
 *
 * @throws RollcallError index-expression-unreadable
 */
export async function requireExpressions({ keys }: NewIndex): Promise<void> {
  const { parseSync } = await loadGrammar();
  for (const key of keys) {
    if (key.kind === 'expression' && !isOneExpression(key.sql, parseSync)) {
      throw rollcallError('index-expression-unreadable', { expression: key.sql });
    }
  }
}

function isOneExpression(sql: string, parse: Grammar['parseSync']): boolean {
  try {
    const [first, ...others] = parse(`CREATE INDEX ON it ((${sql}))`).stmts ?? [];
    if (first?.stmt === undefined || !('IndexStmt' in first.stmt) || others.length > 0) return false;
    return first.stmt.IndexStmt.indexParams?.length === 1;
  } catch {
    return false;
  }
}

/** What CREATE INDEX says from ON: the table and the keys, each expression in its parentheses. */
export function overSql({ table, keys }: Pick<NewIndex, 'table' | 'keys'>, schema: string): string {
  return `${qualified(schema, table)} (${keys.map(keySql).join(', ')})`;
}

function keySql(key: IndexKey): string {
  if (key.kind === 'expression') return `(${key.sql})`;
  return `${quoteName(key.name)}${key.descending ? ' DESC' : ''}`;
}
