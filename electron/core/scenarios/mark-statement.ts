import type { Grammar } from '../postgres/grammar.ts';
import { marked, markName } from '../postgres/own-statements.ts';
import { replaceBytes } from './numbered.ts';
import { type Node, nodesOf } from './parse-tree.ts';

const empty = `${markName} AS (SELECT)`;

/**
 * A statement with an empty WITH query that nothing refers to, so that it is counted apart from the same statement of
 * the application; it is planned and run as if it weren't there. One that looks for a smallest or greatest value gets
 * a comment only: beside a WITH the planner would no longer find it at the end of an index (its planagg.c,
 * preprocess_minmax_aggregates).
 *
 * @param sql a query or a change of rows
 * @throws SqlError of libpg-query when the text can't be parsed
 */
export function markStatement(sql: string, { parseSync, scanSync }: Grammar): string {
  const [statement] = Object.values(parseSync(sql).stmts?.[0]?.stmt ?? {});
  const own: Node = { ...statement };
  const withClause: Node | undefined = isNode(own['withClause']) ? own['withClause'] : undefined;
  if (withClause === undefined) {
    return looksForAnEnd(own) ? marked(sql) : `WITH ${empty} ${sql}`;
  }
  const { tokens } = scanSync(sql);
  const place = tokens.findIndex(({ start }) => start === (withClause['location'] ?? 0));
  const token = tokens[withClause['recursive'] === true ? place + 1 : place];
  if (token === undefined) return marked(sql);
  return replaceBytes(sql, [{ start: token.end, end: token.end, by: ` ${empty},` }]);
}

/** Aggregates that the end of an index may answer (pg_aggregate, aggsortop). */
const ends = new Set(['min', 'max', 'bool_and', 'bool_or', 'every']);

function looksForAnEnd({ targetList, havingClause }: Node): boolean {
  return [...nodesOf([targetList, havingClause])].some(({ funcname }) =>
    [...nodesOf(funcname)].some(({ sval }) => typeof sval === 'string' && ends.has(sval)),
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
