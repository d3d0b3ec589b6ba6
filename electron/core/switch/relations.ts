import type pg from 'pg';
import type { Plan } from '../../../shared/plan.ts';
import { clipName } from '../values/names.ts';

/** Something in the live schema that bears a name which the plan needs. */
export interface Relation {
  readonly name: string;
  /** As ALTER spells it. */
  readonly kind: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'SEQUENCE' | 'FOREIGN TABLE';
}

/** Tables, views and the like of the plan's names that are in a schema already; indexes go with their tables. */
export async function relationsInTheWay(client: pg.Client, schema: string, plan: Plan): Promise<Relation[]> {
  const names = [...plan.tables, ...plan.views].map(({ name }) => name);
  const { rows } = await client.query<{ name: string; kind: Relation['kind'] }>(
    `SELECT relname AS name,
            CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                         WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind
       FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = $1 AND relname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      ORDER BY relname`,
    [clipName(schema), names.map(clipName)],
  );
  return rows.map(({ name, kind }) => ({
    name: names.find((wanted) => clipName(wanted) === name) ?? name,
    kind,
  }));
}
