import type pg from 'pg';
import { acts, type Trusted } from '../postgres/acting.ts';
import { nodesOf } from './parse-tree.ts';

/**
 * The first function of a statement that may do more than read, or change rows of the tables that it names. Those behind operators count; what views
 * call is told by `actingRelation`.
 *
 * @param client its search_path finds what the statement finds
 * @param tree of PostgreSQL's grammar
 */
export async function actingFunction(
  client: pg.ClientBase,
  tree: unknown,
  trusted: Trusted,
): Promise<string | undefined> {
  const nodes = [...nodesOf(tree)];
  const named = {
    functions: nodes.flatMap(({ funcname }) => namedBy(funcname)),
    operators: nodes.flatMap(({ name, operName, useOp }) => [name, operName, useOp].flatMap(namedBy)),
  };
  const { rows } = await client.query<{ name: string }>(sqlFor(trusted), [
    JSON.stringify(named.functions),
    JSON.stringify(named.operators),
  ]);
  return rows[0]?.name;
}

const sqlFor = (trusted: Trusted) => `
  WITH called (function) AS (
    SELECT pg_proc.oid
      FROM jsonb_to_recordset($1::jsonb) AS called (schema text, name text)
      JOIN pg_proc ON proname = called.name
     WHERE CASE WHEN called.schema IS NULL THEN pg_function_is_visible(pg_proc.oid)
                ELSE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = called.schema) END
    UNION
    SELECT oprcode
      FROM jsonb_to_recordset($2::jsonb) AS called (schema text, name text)
      JOIN pg_operator ON oprname = called.name
     WHERE CASE WHEN called.schema IS NULL THEN pg_operator_is_visible(pg_operator.oid)
                ELSE oprnamespace = (SELECT oid FROM pg_namespace WHERE nspname = called.schema) END
  )
  SELECT proname::text AS name
    FROM called
    LEFT JOIN pg_aggregate ON aggfnoid = called.function
    JOIN pg_proc ON pg_proc.oid IN (called.function, aggtransfn, aggfinalfn)
   WHERE ${acts(trusted)}
   LIMIT 1`;

function namedBy(path: unknown): { schema?: string; name: string }[] {
  if (!Array.isArray(path)) return [];
  const names = [...nodesOf(path)].flatMap(({ sval }) => (typeof sval === 'string' ? [sval] : []));
  const [schema, name] = names.length > 1 ? names.slice(-2) : [undefined, names[0]];
  return name === undefined ? [] : [{ ...(schema === undefined ? {} : { schema }), name }];
}
