import type pg from 'pg';
import { z } from 'zod';
import type { IndexAdvice } from '../../../../shared/index-advice.ts';
import { askedByOthers } from '../../postgres/own-statements.ts';
import { readStatementGrants } from '../../postgres/statement-grants.ts';
import { findStatementStatistics, hiddenStatement, isDenied } from '../../postgres/statement-statistics.ts';

/** A statement that the server has counted; without constants, which are $1, $2 … */
export interface CountedStatement {
  readonly sql: string;
  readonly calls: number;
  readonly totalMs: number;
  /** That it gave or wrote in all. */
  readonly rows: number;
}

/** Why there is none. */
export type NoAdvice = Exclude<IndexAdvice, { kind: 'advice' }>;

/** Those that took most time in all; what comes after them is seldom worth an index. */
const most = 100;

const Row = z.object({ sql: z.string(), calls: z.number(), totalMs: z.number(), rows: z.number() });

/** The statements of this database that an index may help or hold up, or why they can't be read. */
export async function readStatements(client: pg.Client): Promise<CountedStatement[] | NoAdvice> {
  const found = await findStatementStatistics(client);
  if (found.kind !== 'there') return { kind: 'no statistics', why: found.kind };
  const time = found.hasExecTime ? 'total_exec_time' : 'total_time';
  try {
    const { rows } = await client.query(
      `SELECT query AS sql, sum(calls)::float8 AS calls, sum(${time})::float8 AS "totalMs",
              sum(rows)::float8 AS rows
         FROM ${found.view}
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (query ~* '^[[:space:](]*(select|with|insert|update|delete)\\y'
               AND ${askedByOthers('query')} OR query = $1)
        GROUP BY query ORDER BY sum(${time}) DESC LIMIT ${most}`,
      [hiddenStatement],
    );
    const all = z.array(Row).parse(rows);
    const read = all.filter(({ sql }) => sql !== hiddenStatement);
    return read.length === 0 && all.length > 0 ? await deniedTo(client) : read;
  } catch (error) {
    if (!isDenied(error)) throw error;
    return await deniedTo(client);
  }
}

async function deniedTo(client: pg.Client): Promise<NoAdvice> {
  return { kind: 'denied', grants: await readStatementGrants(client, 'of everybody') };
}
