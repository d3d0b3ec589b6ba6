import type pg from 'pg';
import type { NotCarried, NotCarriedCode } from '../../../shared/finding.ts';
import type { Plan, PlannedKey, PlannedTable } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import {
  addForeignKeySql,
  adoptKeySql,
  columnList,
  createIndexSql,
  createKeyIndexSql,
  qualified,
} from '../postgres/ddl.ts';
import { type Lanes, onLanes } from '../postgres/lanes.ts';
import { quoteName } from '../source/quote.ts';
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
  readonly name: string;
  readonly kind: 'unique' | 'index';
  readonly sql: string;
  readonly adopt?: string;
  /** As the list of what isn't carried shows it. */
  readonly shown: string;
}

/**
 * Builds the indexes side by side, the largest tables' first, and turns those of keys into the keys.
 *
 * @returns keys and indexes that the server couldn't build for their content, such as texts beyond a page's third
 */
export async function buildIndexes(
  { plan, lanes, schema }: FinishInput,
  context: StageContext,
): Promise<NotCarried[]> {
  const jobs = largestFirst(plan).flatMap((table) => indexJobs(schema, table));
  const notCarried: NotCarried[] = [];
  const adoptions: string[] = [];
  let done = 0;
  await onLanes(lanes, jobs, context.signal, async (client, job) => {
    const lost = await buildIndex(client, job);
    if (lost) notCarried.push(lost);
    else if (job.adopt !== undefined) adoptions.push(job.adopt);
    done += 1;
    context.advance({ done, total: jobs.length, table: job.table.name });
  });
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
  const { name: of, primaryKey, uniques, indexes } = table;
  const keyJob = (key: PlannedKey, kind: 'PRIMARY KEY' | 'UNIQUE'): IndexJob => ({
    table,
    name: key.name,
    kind: 'unique',
    sql: createKeyIndexSql(schema, of, key),
    adopt: adoptKeySql(schema, of, key, kind),
    shown: `${kind} (${columnList(key.columns)})`,
  });
  return [
    ...(primaryKey ? [keyJob(primaryKey, 'PRIMARY KEY')] : []),
    ...uniques.map((key) => keyJob(key, 'UNIQUE')),
    ...indexes.map((index): IndexJob => {
      const sql = createIndexSql(schema, of, index);
      const shown = sql.replace(qualified(schema, of), quoteName(of));
      return { table, name: index.name, kind: index.unique ? 'unique' : 'index', sql, shown };
    }),
  ];
}

/** The server's error codes for content that an index can't hold (PostgreSQL manual, appendix A). */
const reasons = new Map<string, { reason: string; code: NotCarriedCode }>([
  // program_limit_exceeded: an entry takes more than a third of a page.
  ['54000', { reason: 'Some values are too large for an index', code: 'too large for an index' }],
  // unique_violation, where values differ in SQLite's way of comparing them only.
  ['23505', { reason: 'Some values are the same on PostgreSQL', code: 'same on server' }],
]);

async function buildIndex(
  client: pg.Client,
  { table, name, kind, sql, shown }: IndexJob,
): Promise<NotCarried | undefined> {
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    const known = error instanceof Error && 'code' in error ? reasons.get(String(error.code)) : undefined;
    if (!(error instanceof Error) || known === undefined) throw error;
    const { reason, code } = known;
    return {
      kind,
      name,
      table: table.name,
      sql: shown,
      reason: `${reason}: ${error.message}.`,
      code,
      facts: { refusal: error.message },
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
