import type pg from 'pg';
import type { NewIndex } from '../../../../shared/indexes.ts';
import { qualified } from '../../postgres/ddl.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { isRefusal } from '../../postgres/refusal.ts';
import { rolledBack } from '../../postgres/rolled-back.ts';
import { quoteName } from '../../source/quote.ts';
import { overSql } from '../new-index.ts';
import { planCost } from './plan-cost.ts';
import { type Copied, pointAtCopy } from './point-at-copy.ts';
import type { Trial } from './trial.ts';

/**
 * A trial on a copy of the tables on which all candidates are built. Those that aren't meant to be there are dropped
 * in a transaction that is rolled back: nobody else looks at the copy.
 */
export async function trialOnCopy(
  client: pg.Client,
  copied: Copied,
  candidates: readonly NewIndex[],
): Promise<Trial> {
  const { schema, copy } = copied;
  const grammar = await loadGrammar();
  // What functions are called without their schema are those of the live one.
  await client.query(`SET search_path = ${quoteName(copy)}, ${quoteName(schema)}, public`);
  const names = await buildAll(client, copy, candidates);
  const placeOf = (name: string) => qualified(copy, name);
  const pointed = new Map<string, string>();
  const onCopy = (sql: string) => {
    const known = pointed.get(sql) ?? pointAtCopy(sql, grammar, copied);
    pointed.set(sql, known);
    return known;
  };
  return {
    how: 'copy',
    costOf: async ({ sql, parameters }, present) => {
      const absent = [...names]
        .filter(([index]) => !present.includes(index))
        .map(([, name]) => placeOf(name));
      return rolledBack(client, async () => {
        if (absent.length > 0) await client.query(`DROP INDEX ${absent.join(', ')}`);
        return await planCost(client, { sql: onCopy(sql), parameters });
      });
    },
    bytesOf: async (index) => {
      const name = names.get(index);
      if (name === undefined) return 0;
      const { rows } = await client.query<{ bytes: number }>(
        'SELECT pg_relation_size($1::regclass)::float8 AS bytes',
        [placeOf(name)],
      );
      return rows[0]?.bytes ?? 0;
    },
  };
}

/**
 * Builds indexes and lets the planner know what is in those of expressions.
 *
 * @returns by what they are called; without those that these rows can't be put into, such as texts too long for a B-tree
 */
async function buildAll(
  client: pg.Client,
  copy: string,
  candidates: readonly NewIndex[],
): Promise<ReadonlyMap<NewIndex, string>> {
  const built = new Map<NewIndex, string>();
  for (const [place, index] of candidates.entries()) {
    const name = `rollcall_candidate_${place}`;
    const isBuilt = await client.query(`CREATE INDEX ${name} ON ${overSql(index, copy)}`).then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error)) return false;
        throw error;
      },
    );
    if (isBuilt) built.set(index, name);
  }
  const computing = [...built.keys()].filter(({ keys }) => keys.some(({ kind }) => kind === 'expression'));
  for (const table of new Set(computing.map((index) => index.table))) {
    await client.query(`ANALYZE ${qualified(copy, table)}`);
  }
  return built;
}
