import type pg from 'pg';
import { z } from 'zod';
import { mostStatements, type Statement, type Statements } from '../../../shared/monitor/statements.ts';
import { instant } from '../postgres/instant.ts';
import { askedByOthers } from '../postgres/own-statements.ts';
import { readStatementGrants } from '../postgres/statement-grants.ts';
import {
  findStatementStatistics,
  hiddenStatement,
  isDenied,
  type StatementStatistics,
} from '../postgres/statement-statistics.ts';

/** Characters of a statement that are kept. */
const longest = 20_000;

const Row = z.object({
  query: z.string().nullable(),
  user: z.string().nullable(),
  calls: z.number(),
  total: z.number(),
  mean: z.number(),
  most: z.number(),
  rows: z.number(),
  pagesHit: z.number(),
  pagesRead: z.number(),
  isNested: z.boolean(),
});

/** Begins and ends of transactions, and settings: many, quick, and nothing to make faster. */
const ceremony =
  '^\\\\s*(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|SET|RESET|SHOW|DISCARD|DEALLOCATE)\\\\y';

type There = Extract<StatementStatistics, { kind: 'there' }>;

/** The first ones by each order, without what Rollcall asked itself. */
function statementsSql({ view, hasExecTime, hasTopLevel }: There): string {
  const time = hasExecTime ? 'exec_time' : 'time';
  return `
  WITH counted AS (
    SELECT *,
           row_number() OVER (ORDER BY total_${time} DESC) AS by_total,
           row_number() OVER (ORDER BY mean_${time} DESC) AS by_mean,
           row_number() OVER (ORDER BY calls DESC) AS by_calls
      FROM ${view}
     WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND ${askedByOthers("coalesce(query, '')")} AND coalesce(query, '') !~* E'${ceremony}')
  SELECT left(query, ${longest}) AS query,
         rolname AS "user",
         calls::float8 AS calls,
         total_${time} AS total,
         mean_${time} AS mean,
         max_${time} AS most,
         rows::float8 AS rows,
         shared_blks_hit::float8 AS "pagesHit",
         shared_blks_read::float8 AS "pagesRead",
         ${hasTopLevel ? 'NOT toplevel' : 'false'} AS "isNested"
    FROM counted
    LEFT JOIN pg_roles ON pg_roles.oid = userid
   WHERE least(by_total, by_mean, by_calls) <= ${mostStatements}
   ORDER BY by_total`;
}

/**
 * The slowest statements, or why they can't be told. Costs the server a look at every statement that it knows, and at
 * the file of their texts.
 *
 * @param client of `connectForReading`
 * @throws what the server says, but for a missing right
 */
export async function readStatements(client: pg.Client): Promise<Statements> {
  const found = await findStatementStatistics(client);
  switch (found.kind) {
    case 'not installed':
      return { kind: 'not installed' };
    case 'not loaded':
      return { kind: 'not loaded', created: true };
    case 'not created':
      return found.loaded
        ? { kind: 'not created', create: found.create }
        : { kind: 'not loaded', created: false };
    case 'there':
      return readFrom(client, found);
  }
}

async function readFrom(client: pg.Client, there: There): Promise<Statements> {
  try {
    const { rows } = await client.query(statementsSql(there));
    const since = there.infoView === undefined ? undefined : await readSince(client, there.infoView);
    return {
      kind: 'read',
      statements: z.array(Row).parse(rows).map(statementOf),
      ...(since === undefined ? {} : { since }),
      ...(there.stoppedBy === undefined ? {} : { stoppedBy: there.stoppedBy }),
    };
  } catch (error) {
    if (isDenied(error)) return { kind: 'denied', grants: await readStatementGrants(client, 'own') };
    throw error;
  }
}

async function readSince(client: pg.Client, infoView: string): Promise<string> {
  const { rows } = await client.query(`SELECT stats_reset AS since FROM ${infoView}`);
  return z.object({ since: instant }).parse(rows[0]).since;
}

function statementOf({ pagesHit, pagesRead, query, ...row }: z.infer<typeof Row>): Statement {
  const pages = pagesHit + pagesRead;
  return {
    ...row,
    query: query === hiddenStatement ? null : query,
    cacheHits: pages === 0 ? null : pagesHit / pages,
  };
}

/**
 * Creates the extension in the connected database.
 *
 * @throws what the server says
 */
export async function createStatementStatistics(client: pg.Client): Promise<void> {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
}
