import type pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { CopyRoom } from '../../../shared/load-test.ts';
import type { Target } from '../../../shared/target.ts';
import { actingRelation } from './acting-relation.ts';
import { qualified } from './ddl.ts';
import { scratchRoom } from './scratch-room.ts';
import type { ScratchTable } from './scratch-tables.ts';
import { describeEndpoint } from './target.ts';

/** @throws RollcallError scratch-denied, with the statements that would give the rights */
export async function requireRights(
  client: pg.Client,
  { user, database }: Target,
  schema: string,
  tables: readonly ScratchTable[],
): Promise<void> {
  const { rows } = await client.query<{ missing: string }>(
    `SELECT format('GRANT CREATE ON DATABASE %I TO %I', $1::text, $2::text) AS missing
      WHERE NOT has_database_privilege(current_database(), 'CREATE')
     UNION ALL
     SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, $2::text) FROM pg_namespace
      WHERE nspname = $4 AND NOT has_schema_privilege(oid, 'USAGE')
     UNION ALL
     SELECT format('GRANT SELECT ON %I.%I TO %I', $4::text, relname, $2::text)
       FROM unnest($3::oid[]) AS oid JOIN pg_class USING (oid)
      WHERE NOT has_table_privilege(oid, 'SELECT')
     UNION ALL
     SELECT DISTINCT format('ALTER ROLE %I BYPASSRLS', $2::text) FROM unnest($3::oid[]) AS oid
      WHERE row_security_active(oid)`,
    [database, user, tables.map(({ oid }) => oid), schema],
  );
  const grants = rows.map(({ missing }) => missing);
  if (grants.length > 0) throw rollcallError('scratch-denied', { user, grants });
}

/** @throws RollcallError scratch-acts, for a table that `actingRelation` finds */
export async function refuseActing(client: pg.Client, tables: readonly ScratchTable[]): Promise<void> {
  const acting = await actingRelation(
    client,
    tables.map(({ schema, name }) => qualified(schema, name)),
    'IMMUTABLE',
  );
  if (acting !== undefined)
    throw rollcallError('scratch-acts', { table: acting.relation, function: acting.function });
}

/** @throws RollcallError scratch-too-big, where that is known */
export async function requireRoom(
  client: pg.Client,
  target: Target,
  tables: readonly ScratchTable[],
  copies: number,
): Promise<CopyRoom> {
  const room = await scratchRoom(
    client,
    tables.map(({ oid }) => oid),
    copies,
  );
  const { bytes: needed, freeBytes: free = Number.POSITIVE_INFINITY } = room;
  if (free < needed) {
    throw rollcallError('scratch-too-big', { where: describeEndpoint(target.endpoint), needed, free });
  }
  return room;
}
