import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { blockingTrees } from '../../../shared/monitor/blocking.ts';
import { ratesBetween } from '../../../shared/monitor/rates.ts';
import { type LockWait, Reading } from '../../../shared/monitor/reading.ts';
import { Tables } from '../../../shared/monitor/tables.ts';
import type { Target } from '../../../shared/target.ts';
import { onceCounted } from '../../testing/once-counted.ts';
import { freshDatabase, servers, type TestServer } from '../../testing/postgres.ts';
import { connect } from '../postgres/connect.ts';
import { connectForReading } from '../postgres/reading-pool.ts';
import { takeReading } from './reading.ts';
import { readTables } from './tables.ts';

/** A client that ends with its test. */
async function session(target: Target, applicationName = 'application') {
  const client = await connect(target, { applicationName });
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** A client as the monitor has it. */
async function reader(target: Target) {
  const client = await connectForReading(target, 'rollcall monitor');
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function pidOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

/** Other tests wait for each other on the same server. */
async function waitsAmong(client: pg.Client, pids: readonly number[]): Promise<readonly LockWait[]> {
  return (await takeReading(client)).waits.filter(({ pid }) => pids.includes(pid));
}

/** An ordinary user, dropped with what it owns. */
async function ordinaryUser(server: TestServer, database: Target) {
  const user = `user_${randomBytes(4).toString('hex')}`;
  const admin = await connect(database);
  await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
  return {
    target: { ...server.target, database: database.database, user, password: 'hunter2' } satisfies Target,
    async [Symbol.asyncDispose]() {
      await admin.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
      await admin.end();
    },
  };
}

describe.each(servers())('a reading of PostgreSQL $version', (server) => {
  test('tells the server, the database and what it has counted', async () => {
    await using database = await freshDatabase(server);
    await using client = await reader(database.target);
    const before = Reading.parse(await takeReading(client));
    expect(Math.floor(before.server.version / 10_000)).toBe(server.version);
    expect(before).toMatchObject({ database: database.target.database, user: 'postgres', seesOthers: true });
    expect(before.connections.most).toBeGreaterThan(10);
    expect(before.connections.used).toBeGreaterThanOrEqual(2);
    expect(before.replication).toEqual({ followers: [], slots: [] });

    await database.client.query(
      'CREATE TABLE mark (id int); INSERT INTO mark SELECT generate_series(1, 500)',
    );
    await database.client.query('SELECT count(*) FROM mark');
    await onceCounted(server, database.client, async () => {
      const rates = ratesBetween(before, Reading.parse(await takeReading(client)));
      if (rates.kind !== 'rates') throw new Error(`It says ${rates.why}.`);
      expect(Math.round(rates.rowsWritten * rates.seconds)).toBeGreaterThanOrEqual(500);
      expect(Math.round(rates.rowsRead * rates.seconds)).toBeGreaterThanOrEqual(500);
    });
  });

  test('lists the sessions with what they do, and not its own', async () => {
    await using database = await freshDatabase(server);
    await using client = await reader(database.target);
    await using idler = await session(database.target, 'attendance app');
    await idler.query('BEGIN');
    await idler.query('SELECT 42 AS answer');
    const { sessions, sessionCount } = await takeReading(client);
    expect(sessions.map(({ pid }) => pid)).not.toContain(await pidOf(client));
    expect(sessionCount).toBe(sessions.length);
    expect(sessions).toContainEqual(
      expect.objectContaining({
        pid: await pidOf(idler),
        visible: true,
        user: 'postgres',
        application: 'attendance app',
        address: '127.0.0.1',
        state: 'in transaction',
        query: 'SELECT /* rollcall */ 42 AS answer',
      }),
    );
  });

  test('tells who blocks whom, each once, on which table', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE TABLE mark (id int PRIMARY KEY, status text)');
    await database.client.query("INSERT INTO mark VALUES (1, 'P')");
    await using client = await reader(database.target);
    await using holder = await session(database.target);
    await using first = await session(database.target);
    await using second = await session(database.target);
    await holder.query('BEGIN');
    await holder.query("UPDATE mark SET status = 'A'");
    const pids = await Promise.all([holder, first, second].map(pidOf));
    const [holds, waits, waitsToo] = pids;
    const changed = first.query("UPDATE mark SET status = 'L'");
    await expect.poll(() => waitsAmong(client, pids)).toHaveLength(1);
    const changedToo = second.query("UPDATE mark SET status = 'E'");
    await expect.poll(() => waitsAmong(client, pids)).toHaveLength(2);

    const reading = Reading.parse(await takeReading(client));
    const own = reading.waits.filter(({ pid }) => pids.includes(pid));
    expect(own.map(({ pid }) => pid).toSorted()).toEqual([waits, waitsToo].toSorted());
    expect(own.map(({ relation }) => relation)).toEqual(['mark', 'mark']);
    if (server.version >= 14) expect(own.every(({ since }) => since !== undefined)).toBe(true);
    expect(reading.sessions.find(({ pid }) => pid === waits)).toMatchObject({ wait: { type: 'Lock' } });
    const [tree, ...others] = blockingTrees(own);
    expect(others).toEqual([]);
    expect(tree).toMatchObject({ pid: holds, holdsUp: [{ pid: waits, holdsUp: [{ pid: waitsToo }] }] });

    await holder.query('COMMIT');
    await Promise.all([changed, changedToo]);
    expect(await waitsAmong(client, pids)).toEqual([]);
  });

  test('serves an ordinary role, and says what that may not see', async () => {
    await using database = await freshDatabase(server);
    await using user = await ordinaryUser(server, database.target);
    await using client = await reader(user.target);
    await using own = await session(user.target, 'own');
    await own.query('BEGIN');
    await database.client.query('CREATE TABLE mark (id int)');
    await using other = await session(database.target, 'other');
    await other.query('BEGIN; LOCK TABLE mark');
    await using third = await session(database.target, 'third');
    const pids = [await pidOf(third)];
    const locked = third.query('BEGIN; LOCK TABLE mark');
    await expect.poll(() => waitsAmong(client, pids)).toHaveLength(1);

    const reading = Reading.parse(await takeReading(client));
    expect(reading).toMatchObject({ seesOthers: false, user: user.target.user });
    expect(reading.sessions).toContainEqual(
      expect.objectContaining({ application: 'own', visible: true, state: 'in transaction' }),
    );
    expect(reading.sessions).toContainEqual({
      visible: false,
      pid: await pidOf(other),
      user: 'postgres',
      database: database.target.database,
      application: 'other',
    });
    expect(await waitsAmong(client, pids)).toMatchObject([{ blockedBy: [await pidOf(other)] }]);
    await other.query('COMMIT');
    await locked;
  });
});

describe.each(servers())('rights on PostgreSQL $version', (server) => {
  test.each(['pg_monitor', 'pg_read_all_stats'])('%s shows what others do', async (role) => {
    await using database = await freshDatabase(server);
    await using user = await ordinaryUser(server, database.target);
    await database.client.query(`GRANT ${role} TO ${user.target.user}`);
    await using client = await reader(user.target);
    await using other = await session(database.target, 'other');
    await other.query('SELECT 42 AS answer');
    const reading = Reading.parse(await takeReading(client));
    expect(reading.seesOthers).toBe(true);
    expect(reading.sessions).toContainEqual(
      expect.objectContaining({
        application: 'other',
        visible: true,
        query: 'SELECT /* rollcall */ 42 AS answer',
      }),
    );
  });

  test('a role that may read one schema only is told the sizes of all', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE SCHEMA open; CREATE TABLE open.mark (id int)');
    await database.client.query('CREATE SCHEMA shut; CREATE TABLE shut.secret AS SELECT 1 AS id');
    await using user = await ordinaryUser(server, database.target);
    await database.client.query(
      `GRANT USAGE ON SCHEMA open TO ${user.target.user}; GRANT SELECT ON open.mark TO ${user.target.user}`,
    );
    await using client = await reader(user.target);
    const { tables } = Tables.parse(await readTables(client));
    expect(tables).toMatchObject([
      { schema: 'shut', name: 'secret', bytes: expect.anything(), rows: expect.anything() },
      { schema: 'open', name: 'mark' },
    ]);
    expect(Reading.parse(await takeReading(client)).connections.used).toBeGreaterThanOrEqual(2);
  });
});

describe.each(servers())('sizes on PostgreSQL $version', (server) => {
  test('tell tables with their indexes, dead rows and last vacuum, largest first', async () => {
    await using database = await freshDatabase(server);
    await using client = await reader(database.target);
    await database.client.query('CREATE TABLE small (id int)');
    await database.client.query('CREATE TABLE mark (id int PRIMARY KEY, remark text)');
    await database.client.query(
      "INSERT INTO mark SELECT n, repeat('x', 200) FROM generate_series(1, 2000) AS n",
    );
    const onceChanged = (rows: number) =>
      onceCounted(server, database.client, async () => {
        const found = Tables.parse(await readTables(client));
        expect(found.tables[0]?.rows?.changedSinceAnalyze).toBe(rows);
        return found;
      });
    await onceChanged(2000);
    await database.client.query('VACUUM ANALYZE mark');
    await database.client.query('DELETE FROM mark WHERE id <= 500');

    const { tables, indexes, tableCount, indexCount, bytes, cost } = await onceChanged(500);
    expect(tables).toMatchObject([
      {
        schema: 'public',
        name: 'mark',
        rows: { live: 1500, dead: 500, changedSinceAnalyze: 500, analyzedAt: expect.any(String) },
      },
      { name: 'small', bytes: { table: 0, indexes: 0 }, rows: { vacuumedAt: null, analyzedAt: null } },
    ]);
    expect(tables[0]?.bytes?.table).toBeGreaterThan(400_000);
    expect(indexes).toEqual([
      { schema: 'public', name: 'mark_pkey', table: 'mark', bytes: tables[0]?.bytes?.indexes },
    ]);
    expect({ tableCount, indexCount, bytes }).toEqual({
      tableCount: 2,
      indexCount: 1,
      bytes: tables[0]?.bytes,
    });
    expect(cost).toBeGreaterThan(0);
  });

  test('don’t wait for a table that somebody keeps locked', async () => {
    await using database = await freshDatabase(server);
    await using client = await reader(database.target);
    await database.client.query('CREATE TABLE free (id int); CREATE TABLE kept (id int PRIMARY KEY)');
    await using keeper = await session(database.target);
    await keeper.query('BEGIN; LOCK TABLE kept');
    const { tables } = Tables.parse(await readTables(client));
    expect(tables.find(({ name }) => name === 'kept')).not.toHaveProperty('bytes');
    expect(tables.find(({ name }) => name === 'free')).toHaveProperty('bytes');
  });
});
