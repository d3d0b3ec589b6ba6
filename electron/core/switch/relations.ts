import type pg from 'pg';
import type { Plan } from '../../../shared/plan.ts';
import type { Mode } from '../../../shared/run.ts';
import { clipName } from '../values/names.ts';
import { assertMergeable } from './merge.ts';

/** Something in the live schema that bears a name which the plan needs. */
export interface Relation {
  readonly name: string;
  /** As ALTER spells it. */
  readonly kind: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'SEQUENCE' | 'FOREIGN TABLE';
}

/** Tables, views and the like of the plan's names that are in a schema already. */
export async function sameNamedRelations(client: pg.Client, schema: string, plan: Plan): Promise<Relation[]> {
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

/**
 * What keeps the plan's tables and indexes from their names: in `create` mode whatever is there, in the others
 * what neither goes aside nor is merged into.
 *
 * @throws RollcallError `merge-impossible`, `merge-denied`, `merge-rights-missing` over a live table of the name
 */
export async function relationsInTheWay(
  client: pg.Client,
  schema: string,
  plan: Plan,
  mode: Mode,
): Promise<{ name: string }[]> {
  const present = await sameNamedRelations(client, schema, plan);
  if (mode === 'create' && present.length > 0) return present;
  if (mode === 'merge') {
    const others = present.filter(
      ({ name, kind }) => kind !== 'TABLE' && plan.tables.some((table) => table.name === name),
    );
    if (others.length > 0) return others;
    const live = new Set(present.map(({ name }) => name));
    for (const table of plan.tables.filter(({ name }) => live.has(name))) {
      const referredTo = plan.tables.some(
        (child) => !live.has(child.name) && child.foreignKeys.some((key) => key.parentTable === table.name),
      );
      await assertMergeable(client, table, schema, { referredTo });
    }
  }
  const built = plan.tables
    .filter(({ name }) => mode !== 'merge' || !present.some((relation) => relation.name === name))
    .flatMap(({ primaryKey, uniques, indexes }) => [
      ...(primaryKey ? [primaryKey] : []),
      ...uniques,
      ...indexes,
    ]);
  const { rows } = await client.query<{ name: string }>(
    `SELECT index.relname AS name
       FROM pg_class AS index JOIN pg_namespace ON pg_namespace.oid = index.relnamespace
       LEFT JOIN pg_index ON indexrelid = index.oid
       LEFT JOIN pg_class AS owner ON owner.oid = indrelid
      WHERE nspname = $1 AND index.relname = ANY ($2) AND coalesce(owner.relname <> ALL ($3), TRUE)`,
    [clipName(schema), built.map(({ name }) => clipName(name)), present.map(({ name }) => clipName(name))],
  );
  return rows;
}
