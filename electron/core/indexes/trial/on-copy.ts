import type pg from 'pg';
import type { NewIndex } from '../../../../shared/indexes.ts';
import { qualified } from '../../postgres/ddl.ts';
import { quoteName } from '../../source/quote.ts';
import { planCost } from './plan-cost.ts';
import type { Trial } from './trial.ts';

/**
 * A trial on a copy of the tables on which all candidates are built. Those that aren't meant to be there are dropped
 * in a transaction that is rolled back: nobody else looks at the copy.
 *
 * @param copy schema of the copy
 */
export async function trialOnCopy(
  client: pg.Client,
  copy: string,
  candidates: readonly NewIndex[],
): Promise<Trial> {
  const names = new Map(candidates.map((index, place) => [index, `rollcall_candidate_${place}`]));
  for (const [{ table, columns }, name] of names) {
    const parts = columns.map((column) => `${quoteName(column.name)}${column.descending ? ' DESC' : ''}`);
    await client.query(`CREATE INDEX ${name} ON ${qualified(copy, table)} (${parts.join(', ')})`);
  }
  const placeOf = (name: string) => qualified(copy, name);
  return {
    how: 'copy',
    costOf: async (query, present) => {
      const absent = [...names]
        .filter(([index]) => !present.includes(index))
        .map(([, name]) => placeOf(name));
      await client.query('BEGIN');
      try {
        await client.query(`SET LOCAL search_path = ${quoteName(copy)}`);
        if (absent.length > 0) await client.query(`DROP INDEX ${absent.join(', ')}`);
        return await planCost(client, query);
      } finally {
        await client.query('ROLLBACK');
      }
    },
    bytesOf: async (index) => {
      const name = names.get(index);
      const { rows } = await client.query<{ bytes: number }>(
        'SELECT pg_relation_size($1::regclass)::float8 AS bytes',
        [placeOf(name ?? '')],
      );
      return rows[0]?.bytes ?? 0;
    },
  };
}
