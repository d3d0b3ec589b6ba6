import type pg from 'pg';
import type { Finding } from '../../../shared/finding.ts';
import type { NamedIndex } from '../../../shared/plan.ts';
import { columnList, qualified } from '../postgres/ddl.ts';
import { quoteName } from '../source/quote.ts';
import { clipName } from '../values/names.ts';
import type { Merged } from './merge.ts';

/**
 * What became of the named indexes where rows were merged into live tables, which keep the indexes that they have:
 * what the plan would have built isn't there unless the live table has it.
 */
export async function liveNamedIndexes(
  client: pg.Client,
  schema: string,
  planned: readonly NamedIndex[],
  merged: ReadonlyMap<string, Merged>,
): Promise<NamedIndex[]> {
  const settled: NamedIndex[] = [];
  for (const index of planned) {
    if (!merged.has(index.table) || index.outcome.kind === 'columns missing') settled.push(index);
    else settled.push({ ...index, outcome: await outcomeOn(client, schema, index) });
  }
  return settled;
}

/** The index that begins with these columns and holds every row; of several, the one that bears the name. */
async function outcomeOn(
  client: pg.Client,
  schema: string,
  { name, table, columns }: NamedIndex,
): Promise<NamedIndex['outcome']> {
  const { rows } = await client.query<{ by: string }>(
    `SELECT index.relname AS by
       FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
      WHERE indrelid = $1::regclass AND indisvalid AND indpred IS NULL AND amname = 'btree'
        AND (SELECT array_agg(attname::text ORDER BY place)
               FROM unnest(indkey::int2[]) WITH ORDINALITY AS part (attnum, place)
               JOIN pg_attribute ON attrelid = indrelid AND pg_attribute.attnum = part.attnum
              WHERE place <= least(indnkeyatts, cardinality($2::text[]))) = $2::text[]
      ORDER BY index.relname = $3 DESC, index.relname LIMIT 1`,
    [qualified(schema, table), columns.map(clipName), clipName(name)],
  );
  return rows[0] ? { kind: 'on target', by: rows[0].by } : { kind: 'not built' };
}

/** With the SQL for those that a merge didn't build. */
export function notBuiltFindings(schema: string, indexes: readonly NamedIndex[]): Finding[] {
  return indexes
    .filter(({ outcome }) => outcome.kind === 'not built')
    .map(({ name, table, columns, screen }) => ({
      code: 'index-not-built',
      severity: 'note',
      table,
      count: 1,
      samples: [],
      resolutions: [],
      facts: { name, columns },
      sentence: `The live table has no index like ${name}, which serves the ${screen.toLowerCase()}; a merge builds none on tables that are there.`,
      sql: `CREATE INDEX ${quoteName(name)} ON ${qualified(schema, table)} (${columnList(columns)});`,
    }));
}
