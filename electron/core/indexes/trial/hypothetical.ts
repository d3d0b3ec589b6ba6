import type pg from 'pg';
import type { NewIndex } from '../../../../shared/indexes.ts';
import { rolledBack } from '../../postgres/rolled-back.ts';
import { quoteName } from '../../source/quote.ts';
import { overSql } from '../new-index.ts';
import { planCost, unlessRefused } from './plan-cost.ts';
import type { Trial } from './trial.ts';

/**
 * Lends a trial by the extension hypopg, whose indexes only the planner of one session sees, in a transaction that is
 * rolled back. Where the extension isn't created it is created for so long, if the role may.
 *
 * @returns nothing where the server doesn't have it, or the role may not use it
 */
export async function withHypothetical<T>(
  client: pg.Client,
  schema: string,
  work: (trial: Trial) => Promise<T>,
): Promise<{ readonly result: T } | undefined> {
  return rolledBack(client, async () => {
    const extension = await findExtension(client);
    if (extension === undefined) return undefined;
    await client.query(`SET LOCAL search_path = ${quoteName(schema)}, public`);
    return { result: await work(trialBy(client, schema, quoteName(extension))) };
  });
}

/** Schema of hypopg's functions. */
async function findExtension(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ created: boolean; available: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'hypopg') AS created,
            EXISTS (SELECT FROM pg_available_extensions WHERE name = 'hypopg') AND
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS available`,
  );
  const { created = false, available = false } = rows[0] ?? {};
  if (!created && !available) return undefined;
  if (!created) await client.query('CREATE EXTENSION hypopg');
  const { rows: found } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
      WHERE proname = 'hypopg_create_index' AND has_function_privilege(pg_proc.oid, 'EXECUTE')
        AND has_schema_privilege(pronamespace, 'USAGE')`,
  );
  return found[0]?.schema;
}

function trialBy(client: pg.Client, schema: string, hypopg: string): Trial {
  const suppose = async (index: NewIndex) => {
    const { rows } = await client.query<{ oid: string }>(
      `SELECT indexrelid AS oid FROM ${hypopg}.hypopg_create_index($1)`,
      [`CREATE INDEX ON ${overSql(index, schema)}`],
    );
    return rows[0]?.oid ?? '0';
  };
  const forget = () => client.query(`SELECT ${hypopg}.hypopg_reset()`);
  return {
    how: 'hypopg',
    costOf: async (query, present) => {
      // What can't be built, of a type without an order for one, just isn't there.
      for (const index of present) await unlessRefused(client, () => suppose(index));
      const cost = await planCost(client, query);
      await forget();
      return cost;
    },
    bytesOf: async (index) => {
      const oid = await suppose(index);
      const { rows } = await client.query<{ bytes: number }>(
        `SELECT ${hypopg}.hypopg_relation_size($1)::float8 AS bytes`,
        [oid],
      );
      await forget();
      return rows[0]?.bytes ?? 0;
    },
  };
}
