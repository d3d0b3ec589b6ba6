import type pg from 'pg';
import { qualified } from '../../postgres/ddl.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { rolledBack } from '../../postgres/rolled-back.ts';
import { quoteName } from '../../source/quote.ts';
import type { CatalogTable } from '../catalog.ts';
import type { RawNode } from '../explain/raw-plan.ts';
import { planOf, unlessRefused } from '../trial/plan-cost.ts';
import type { PlannedQuery } from '../trial/trial.ts';
import { type Computed, comparedIn } from './filter-parts.ts';

/** What a query computes from each row of a table to compare it for equality. */
export interface ComputedUse extends Computed {
  readonly table: string;
  /** Columns that it compares for equality besides. */
  readonly equal: readonly string[];
}

/** Rows of a table that are looked at to see how many of them an expression tells apart. */
const sampled = 10_000;
/**
 * Different values among those from which on an index is worth a trial. The planner takes 200 for granted until the
 * table is analyzed with the index (DEFAULT_NUM_DISTINCT of src/include/utils/selfuncs.h): an index of far fewer would
 * seem better than it is.
 */
const leastDistinct = 100;
/** Rows that share a value at most, in the mean, for which no column in front of it has to help. */
const mostAlike = 4;

/**
 * What queries compute from the rows that they read, only to leave most of them out, by the filters of their plans:
 * what the server lets an index hold, and what tells many rows apart.
 *
 * @param client without a transaction; its role reads the tables
 */
export async function findComputed(
  client: pg.Client,
  schema: string,
  queries: readonly PlannedQuery[],
  tables: readonly CatalogTable[],
): Promise<ComputedUse[]> {
  return rolledBack(client, async () => {
    await client.query(`SET LOCAL search_path = ${quoteName(schema)}, public`);
    const found = new Map<CatalogTable, ComputedUse[]>();
    for (const query of queries) {
      for (const { table, use } of await usesOf(client, schema, query, tables)) {
        found.set(table, [...(found.get(table) ?? []), use]);
      }
    }
    const worthATrial: ComputedUse[] = [];
    for (const [table, uses] of found) {
      for (const sql of new Set(uses.map((use) => use.sql))) {
        const sample = await unlessRefused(client, () => sampleOf(client, schema, table, sql));
        if (sample === undefined || sample.distinct < leastDistinct) continue;
        const isEnough = sample.distinct >= sample.rows / mostAlike;
        const own = uses.filter((use) => use.sql === sql);
        worthATrial.push(...own.map((use) => (isEnough ? { ...use, equal: [] } : use)));
      }
    }
    return worthATrial;
  });
}

async function usesOf(
  client: pg.Client,
  schema: string,
  query: PlannedQuery,
  tables: readonly CatalogTable[],
): Promise<{ table: CatalogTable; use: ComputedUse }[]> {
  const plan = await planOf(client, query);
  const grammar = await loadGrammar();
  return (plan === undefined ? [] : stepsOf(plan.Plan)).flatMap((step) => {
    const { Schema: of, Filter: filter, Alias: alias = '', 'Relation Name': name } = step;
    const table = tables.find((one) => of === schema && one.name === name);
    if (table === undefined || filter === undefined) return [];
    const { columns: equal, computed } = comparedIn(filter, alias, table.columns, grammar);
    return computed.map((one) => ({ table, use: { ...one, table: table.name, equal } }));
  });
}

function stepsOf(node: RawNode): RawNode[] {
  return [node, ...(node.Plans ?? []).flatMap(stepsOf)];
}

interface Sample {
  readonly distinct: number;
  readonly rows: number;
}

/** What an index may hold is for the server to say (IMMUTABLE, of a type that has an order): by an empty table. */
async function sampleOf(
  client: pg.Client,
  schema: string,
  { name, rows }: CatalogTable,
  sql: string,
): Promise<Sample> {
  await client.query(`CREATE TEMP TABLE rollcall_empty (LIKE ${qualified(schema, name)})`);
  await client.query(`CREATE INDEX ON pg_temp.rollcall_empty ((${sql}))`);
  const percent = rows === undefined ? 100 : Math.min(100, (100 * sampled) / Math.max(1, rows));
  const { rows: counted } = await client.query<Sample>(
    `SELECT count(DISTINCT value)::int AS distinct, count(*)::int AS rows
       FROM (SELECT (${sql}) AS value FROM ${qualified(schema, name)} TABLESAMPLE SYSTEM (${percent}) LIMIT ${sampled})
         AS sample`,
  );
  return counted[0] ?? { distinct: 0, rows: 0 };
}
