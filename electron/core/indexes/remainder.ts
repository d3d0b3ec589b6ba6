import pg from 'pg';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from '../postgres/connect.ts';
import { qualified } from '../postgres/ddl.ts';
import { explainPostgresError } from '../postgres/errors.ts';

/** Milliseconds for which a person who cancelled waits at most; what is left then is dropped later, when asked. */
const patience = 600;

/** SQLSTATE of a statement that took too long. */
const tooLong = '57014';

/** REINDEX CONCURRENTLY builds beside the old index and drops that at the end (manual, "REINDEX"). */
const besideName = /_cc(?:new|old)\d*$/;

export interface Broken {
  readonly schema: string;
  readonly table: string;
  /** That was to be there in the end. */
  readonly index: string | undefined;
  /** What was invalid before. */
  readonly before: readonly string[];
}

/** Names of the indexes of a table that no query may use. */
export async function invalidIndexesOf(client: pg.Client, schema: string, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE indrelid = to_regclass($1) AND NOT (indisvalid AND indisready AND indislive)`,
    [qualified(schema, table)],
  );
  return rows.map(({ name }) => name);
}

/**
 * Drops what a build that came to no end has left. A drop that was begun goes on from where it was.
 *
 * @throws RollcallError index-remainder-left
 */
export async function removeRemainder(
  target: Target,
  { schema, table, index, before }: Broken,
): Promise<void> {
  // The old connection may be cut.
  const client = await connect(target, { applicationName: 'rollcall indexes' });
  try {
    const left = (await invalidIndexesOf(client, schema, table)).filter(
      (name) => !before.includes(name) && (name === index || besideName.test(name)),
    );
    await client.query(`SET statement_timeout = ${patience}`);
    for (const name of left) await dropSoon(client, target, schema, name);
  } finally {
    await client.end();
  }
}

async function dropSoon(client: pg.Client, target: Target, schema: string, name: string): Promise<void> {
  try {
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${qualified(schema, name)}`);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === tooLong) {
      throw rollcallError('index-remainder-left', { name }, error);
    }
    throw explainPostgresError(error, target);
  }
}
