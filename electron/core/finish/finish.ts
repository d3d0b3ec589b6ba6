import type pg from 'pg';
import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedIndex, PlannedTable } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import {
  addForeignKeySql,
  adoptKeySql,
  createIndexSql,
  createKeyIndexSql,
  qualified,
} from '../postgres/ddl.ts';
import { type Lanes, onLanes } from '../postgres/lanes.ts';
import { settleIdentity } from './identity.ts';

export interface FinishInput {
  readonly plan: Plan;
  readonly lanes: Lanes;
  /** The staging schema, its tables filled. */
  readonly schema: string;
}

/** An index to build; a key's index becomes the key once it is there. */
interface IndexJob {
  readonly table: PlannedTable;
  readonly sql: string;
  readonly adopt?: string;
  /** The index whose loss the report can bear: it only makes things faster. */
  readonly dispensable?: PlannedIndex;
}

/**
 * Builds the indexes side by side, the largest tables' first, and turns those of keys into the keys.
 *
 * @returns indexes that the server couldn't build for their content, such as texts beyond a page's third
 */
export async function buildIndexes(
  { plan, lanes, schema }: FinishInput,
  context: StageContext,
): Promise<NotCarried[]> {
  const jobs = largestFirst(plan).flatMap((table) => indexJobs(schema, table));
  const notCarried: NotCarried[] = [];
  let done = 0;
  await onLanes(lanes, jobs, context.signal, async (client, job) => {
    const lost = await buildIndex(client, job);
    if (lost) notCarried.push(lost);
    done += 1;
    context.advance({ done, total: jobs.length, table: job.table.name });
  });
  const adoptions = jobs.flatMap(({ adopt }) => (adopt === undefined ? [] : [adopt]));
  await onLanes(lanes, [adoptions], context.signal, async (client, statements) => {
    for (const sql of statements) await client.query(sql);
  });
  return notCarried;
}

/**
 * Adds the foreign keys and views, gathers statistics and moves the identities. Takes no lock that keeps the tables
 * from being read meanwhile.
 */
export async function addConstraints(
  { plan, lanes, schema }: FinishInput,
  context: StageContext,
): Promise<void> {
  const tables = largestFirst(plan);
  await onLanes(lanes, [plan.views], context.signal, async (client, views) => {
    // One after the other: two foreign keys to one parent would wait for each other's locks.
    for (const table of tables) await addForeignKeys(client, schema, table);
    for (const { name, sql } of views) await client.query(`CREATE VIEW ${qualified(schema, name)} AS ${sql}`);
  });
  let done = 0;
  await onLanes(lanes, tables, context.signal, async (client, table) => {
    await client.query(`ANALYZE ${qualified(schema, table.name)}`);
    await settleIdentity(client, schema, table);
    done += 1;
    context.advance({ done, total: tables.length, table: table.name });
  });
}

function largestFirst({ tables }: Plan): PlannedTable[] {
  return tables.toSorted((one, other) => other.rows - one.rows);
}

function indexJobs(schema: string, table: PlannedTable): IndexJob[] {
  const { name, primaryKey, uniques, indexes } = table;
  return [
    ...(primaryKey
      ? [
          {
            table,
            sql: createKeyIndexSql(schema, name, primaryKey),
            adopt: adoptKeySql(schema, name, primaryKey, 'PRIMARY KEY'),
          },
        ]
      : []),
    ...uniques.map((key) => ({
      table,
      sql: createKeyIndexSql(schema, name, key),
      adopt: adoptKeySql(schema, name, key, 'UNIQUE'),
    })),
    ...indexes.map((index) => ({
      table,
      sql: createIndexSql(schema, name, index),
      ...(index.unique ? {} : { dispensable: index }),
    })),
  ];
}

async function buildIndex(
  client: pg.Client,
  { table, sql, dispensable }: IndexJob,
): Promise<NotCarried | undefined> {
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    // 54000, program_limit_exceeded: an entry too large for a B-tree page (PostgreSQL manual, appendix A).
    const tooLarge = error instanceof Error && 'code' in error && error.code === '54000';
    if (!dispensable || !tooLarge) throw error;
    return {
      kind: 'index',
      name: dispensable.name,
      table: table.name,
      sql,
      reason: `Some values are too large for an index: ${error.message}.`,
    };
  }
}

/** All at once, so that the table is locked and rewritten in the catalog once; each is validated by a join. */
async function addForeignKeys(
  client: pg.Client,
  schema: string,
  { name, foreignKeys }: PlannedTable,
): Promise<void> {
  if (foreignKeys.length === 0) return;
  const adds = foreignKeys.map((key) => addForeignKeySql(schema, key));
  await client.query(`ALTER TABLE ${qualified(schema, name)} ${adds.join(', ')}`);
}
