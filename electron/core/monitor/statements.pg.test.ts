import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orderedBy, Statements } from '../../../shared/monitor/statements.ts';
import type { Target } from '../../../shared/target.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { plannable } from '../postgres/plannable.ts';
import { connectForReading } from '../postgres/reading-pool.ts';
import { readLogging } from './logging.ts';
import { takeReading } from './reading.ts';
import { createStatementStatistics, readStatements } from './statements.ts';
import { readTables } from './tables.ts';

async function reader(target: Target) {
  const client = await connectForReading(target, 'rollcall monitor');
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function ordinaryUser({ client, target }: FreshDatabase) {
  const user = `user_${randomBytes(4).toString('hex')}`;
  await client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
  return {
    target: { ...target, user, password: 'hunter2' },
    async [Symbol.asyncDispose]() {
      await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    },
  };
}

const counting = servers().filter(({ countsQueries }) => countsQueries);
const plain = servers().filter(({ countsQueries }) => !countsQueries);

describe.each(counting)('slow queries that PostgreSQL $version counts', (server) => {
  test('are told once the extension was created, normalized and without our own', async () => {
    await using database = await freshDatabase(server);
    await using client = await reader(database.target);
    expect(await readStatements(client)).toEqual({ kind: 'not created', create: 'given' });
    await createStatementStatistics(client);
    // Of this database alone; other tests count too.
    await client.query(
      `SELECT /* rollcall */ pg_stat_statements_reset(0, oid, 0)
         FROM pg_database WHERE datname = current_database()`,
    );
    await database.client.query('SELECT 4200 AS needle');
    await database.client.query('SELECT 4300 AS needle');
    await database.client.query('SELECT pg_sleep(0.05)');
    await takeReading(client);
    await readTables(client);
    await readLogging(client);
    await readStatements(client);
    const answer = Statements.parse(await readStatements(client));
    if (answer.kind !== 'read') throw new Error(`It says ${answer.kind}.`);
    expect(answer.statements.find(({ query }) => query?.includes('needle'))).toMatchObject({
      query: 'SELECT $1 AS needle',
      user: 'postgres',
      calls: 2,
      rows: 2,
      cacheHits: null,
    });
    expect(answer.statements.map(({ query }) => query).toSorted()).toEqual([
      'SELECT $1 AS needle',
      'SELECT pg_sleep($1)',
    ]);
    expect(orderedBy('mean', answer.statements)[0]?.query).toBe('SELECT pg_sleep($1)');
    expect(answer.since !== undefined).toBe(server.version >= 14);
  });

  test('hide their words, and not their number, from an ordinary role', async () => {
    await using database = await freshDatabase(server);
    await createStatementStatistics(database.client);
    await database.client.query('SELECT 4200 AS needle');
    await using user = await ordinaryUser(database);
    await using client = await reader(user.target);
    const answer = Statements.parse(await readStatements(client));
    if (answer.kind !== 'read') throw new Error(`It says ${answer.kind}.`);
    expect(
      answer.statements.filter(({ user: who }) => who === 'postgres').map(({ query }) => query),
    ).toContain(null);
    await database.client.query('REVOKE ALL ON pg_stat_statements FROM PUBLIC');
    expect(await readStatements(client)).toEqual({
      kind: 'denied',
      grants: [`GRANT SELECT ON public.pg_stat_statements TO ${user.target.user};`],
    });
  });

  test('have no button for a role that may not create the extension', async () => {
    await using database = await freshDatabase(server);
    await using user = await ordinaryUser(database);
    await using client = await reader(user.target);
    expect(await readStatements(client)).toEqual({ kind: 'not created', create: 'denied' });
  });

  test('are found in whatever schema the extension is, also as it was before its columns changed', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE SCHEMA "My stats"');
    await database.client.query('CREATE EXTENSION pg_stat_statements SCHEMA "My stats" VERSION \'1.7\'');
    await using client = await reader(database.target);
    await database.client.query('SELECT 4200 AS needle');
    const answer = Statements.parse(await readStatements(client));
    if (answer.kind !== 'read') throw new Error(`It says ${answer.kind}.`);
    expect(answer.statements.map(({ query }) => query)).toContain('SELECT $1 AS needle');
    expect(answer).not.toHaveProperty('since');
  });
});

/** From 14 on a nested query is told from the others, and counting can be stopped by a second setting. */
const telling = counting.filter(({ version }) => version >= 14);

describe.each(telling)('what PostgreSQL $version counts, and what it doesn’t', (server) => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase(server);
    await createStatementStatistics(database.client);
  });
  afterEach(() => database[Symbol.asyncDispose]());

  /** What the monitor reads in a session that begins now. */
  async function read(target: Target = database.target) {
    await using client = await reader(target);
    const answer = Statements.parse(await readStatements(client));
    if (answer.kind !== 'read') throw new Error(`It says ${answer.kind}.`);
    return answer;
  }

  async function set(setting: string): Promise<void> {
    await database.client.query(`ALTER DATABASE ${database.target.database} SET ${setting}`);
  }

  test.each([
    ['compute_query_id', 'off'],
    ['pg_stat_statements.track', 'none'],
  ])('%s = %s stops the counting, and that is said', async (setting, value) => {
    expect(await read()).not.toHaveProperty('stoppedBy');
    await set(`${setting} = '${value}'`);
    expect((await read()).stoppedBy).toBe(setting);
  });

  test('a query within a function is told from the one that called it', async () => {
    await database.client.query(
      `CREATE FUNCTION inner_needle() RETURNS bigint LANGUAGE plpgsql AS
         'BEGIN RETURN (SELECT count(*) AS needle FROM pg_class); END'`,
    );
    await database.client.query("SET pg_stat_statements.track = 'all'");
    await database.client.query('SELECT inner_needle()');
    const { statements } = await read();
    const found = statements
      .filter(({ query }) => query?.includes('needle') && !query.startsWith('CREATE'))
      .map(({ query, isNested }) => [query?.includes('count'), isNested]);
    expect(found.toSorted()).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test('what changes no rows is there too, and beginnings and ends of transactions aren’t', async () => {
    await database.client.query('BEGIN');
    await database.client.query('CREATE TABLE needle (id int)');
    await database.client.query('COMMIT');
    const queries = (await read()).statements.map(({ query }) => query);
    expect(queries).toContain('CREATE TABLE needle (id int)');
    expect(queries.filter((query) => query !== null && /^(BEGIN|COMMIT)/.test(query))).toEqual([]);
  });

  test('what stands for values of a type can be planned again', async () => {
    await database.client.query("SELECT now() - interval '1 day' AS needle, date '2026-01-01' AS day");
    const query = (await read()).statements.find((one) => one.query?.includes('needle'))?.query ?? '';
    expect(query).toBe('SELECT now() - interval $1 AS needle, date $2 AS day');
    await database.client.query(`PREPARE again AS ${plannable(query)}`);
  });

  test('after a reset it begins anew', async () => {
    await database.client.query('SELECT 4200 AS needle');
    const isThere = ({ query }: { query: string | null }) => query === 'SELECT $1 AS needle';
    expect((await read()).statements.some(isThere)).toBe(true);
    await database.client.query(
      `SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()`,
    );
    expect((await read()).statements.some(isThere)).toBe(false);
  });

  test('pg_read_all_stats is what shows the words of others', async () => {
    await database.client.query('SELECT 4200 AS needle');
    await using user = await ordinaryUser(database);
    const texts = async () => (await read(user.target)).statements.map(({ query }) => query);
    expect(await texts()).not.toContain('SELECT $1 AS needle');
    await database.client.query(`GRANT pg_read_all_stats TO ${user.target.user}`);
    expect(await texts()).toContain('SELECT $1 AS needle');
  });

  test('in a schema that the role may not enter, it is said what would let it', async () => {
    await database.client.query('CREATE SCHEMA "My stats"');
    await database.client.query('ALTER EXTENSION pg_stat_statements SET SCHEMA "My stats"');
    await using user = await ordinaryUser(database);
    await using client = await reader(user.target);
    const grant = `GRANT USAGE ON SCHEMA "My stats" TO ${user.target.user};`;
    expect(await readStatements(client)).toEqual({ kind: 'denied', grants: [grant] });
    await database.client.query(grant);
    expect(await readStatements(client)).toMatchObject({ kind: 'read' });
  });

  test('in another database only it is not created here', async () => {
    await using other = await freshDatabase(server);
    await using client = await reader(other.target);
    expect(await readStatements(client)).toEqual({ kind: 'not created', create: 'given' });
  });
});

test.each(plain)('a server that doesn’t load the library is told from one that does', async (server) => {
  await using database = await freshDatabase(server);
  await using client = await reader(database.target);
  expect(await readStatements(client)).toEqual({ kind: 'not loaded', created: false });
  await database.client.query('CREATE EXTENSION pg_stat_statements');
  expect(await readStatements(client)).toEqual({ kind: 'not loaded', created: true });
});
