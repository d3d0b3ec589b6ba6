import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Mode } from '../../../shared/run.ts';
import type { Target } from '../../../shared/target.ts';
import { clipName } from '../values/names.ts';
import { sameNamedRelations } from './relations.ts';

/**
 * Asks, before anything is copied, whether the user may do what the switch will do: create schemas, write the ledger,
 * and on `replace` move the old tables. What a merge writes is asked table by table in `assertMergeable`.
 *
 * @throws RollcallError `schema-creation-denied`, `not-owner`
 */
export async function requireSwitchRights(
  client: pg.Client,
  { user, database }: Target,
  { schema, mode, plan }: { schema: string; mode: Mode; plan: Plan },
): Promise<void> {
  const { rows } = await client.query<{ allowed: boolean }>(
    "SELECT has_database_privilege(current_database(), 'CREATE') AS allowed",
  );
  if (rows[0]?.allowed !== true) throw rollcallError('schema-creation-denied', { user, database });
  const moved = mode === 'replace' ? await sameNamedRelations(client, schema, plan) : [];
  const denied = await client.query<{ name: string }>(notOwnedSql, [
    clipName(schema),
    moved.map(({ name }) => clipName(name)),
  ]);
  const names = denied.rows.map(({ name }) => name);
  if (names.length > 0) throw rollcallError('not-owner', { user, names });
}

/** ALTER … SET SCHEMA and CREATE INDEX IF NOT EXISTS are for owners alone. */
const notOwnedSql = `
  SELECT pg_class.oid::regclass::text AS name
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
   WHERE (nspname = $1 AND relname = ANY ($2) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
          OR nspname = 'rollcall' AND relname IN ('run', 'quarantine'))
     AND NOT pg_has_role(relowner, 'USAGE')
  UNION ALL
  SELECT 'SCHEMA rollcall' FROM pg_namespace
   WHERE nspname = 'rollcall'
     AND NOT (has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE'))
  ORDER BY name`;
