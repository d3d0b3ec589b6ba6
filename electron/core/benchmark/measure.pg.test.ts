import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { type TemporaryFolder, temporaryFolder } from '../../testing/temporary-folder.ts';
import { LoadThreads } from './load-threads.ts';
import {
  type Interval,
  type Load,
  measure,
  type Operation,
  type PostgresEngine,
  type SqliteEngine,
} from './measure.ts';

const threads = new LoadThreads();
afterAll(() => threads[Symbol.asyncDispose]());

const closed = { kind: 'closed' } as const;
const seconds = (count: number) => ({ kind: 'seconds', seconds: count }) as const;
const operations = (count: number) => ({ kind: 'operations', operations: count }) as const;

/** One user who reads, without a warm-up, unless told. */
function loadOf(statements: readonly string[], drawn: readonly Operation[], other: Partial<Load>): Load {
  return {
    statements,
    operations: drawn,
    writes: false,
    users: 1,
    pattern: closed,
    bound: seconds(1),
    warmUpSeconds: 0,
    ...other,
  };
}

const one = (...values: Operation[number]['values']): Operation => [{ statement: 0, values }];

async function run(
  engine: SqliteEngine | PostgresEngine,
  load: Load,
  {
    signal = new AbortController().signal,
    onInterval = () => undefined,
  }: { signal?: AbortSignal; onInterval?: (interval: Interval) => void } = {},
) {
  return await measure({ engine, load }, { threads, signal, onInterval });
}

/** Milliseconds that a cancelled measurement takes to give up, from the moment at which `when` says so. */
async function msToCancel(
  engine: SqliteEngine | PostgresEngine,
  load: Load,
  when: () => Promise<unknown>,
): Promise<number> {
  const controller = new AbortController();
  const running = run(engine, load, { signal: controller.signal });
  running.catch(() => undefined);
  await when();
  const aborted = performance.now();
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  return performance.now() - aborted;
}

/** Asks again and again. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

const marks = Array.from({ length: 40 }, (_, student) => [student + 1, 'present'] as const);

describe('SQLite', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
  });

  /** A file of its own in that journal mode. */
  function school(journalMode: 'delete' | 'wal' = 'delete'): { engine: SqliteEngine; db: Database.Database } {
    const file = join(folder.path, `${crypto.randomUUID()}.db`);
    const db = new Database(file);
    db.pragma(`journal_mode = ${journalMode}`);
    db.exec('CREATE TABLE mark (student INTEGER, status TEXT); CREATE TABLE log (turn INTEGER, kind TEXT)');
    const insert = db.prepare('INSERT INTO mark VALUES (?, ?)');
    for (const mark of marks) insert.run(...mark);
    return { engine: { kind: 'sqlite', file, busyTimeoutMs: 5000 }, db };
  }

  test('users together go through the operations, and rows are counted', async () => {
    const { engine } = school();
    const drawn = [one(10), one(20), one(40)];
    const load = loadOf(['SELECT * FROM mark WHERE student <= ?'], drawn, {
      users: 3,
      bound: operations(300),
    });
    const round = await run(engine, load);
    expect(round).toMatchObject({ operations: 300, rows: 100 * (10 + 20 + 40), errors: [] });
    expect(round.latencies.count).toBe(300);
    expect(round.meter.count).toBe(300);
    expect(round.throughput).toBeCloseTo(300 / round.seconds);
  });

  test.each(['delete', 'wal'] as const)(
    'in journal mode %s each operation is committed once, and integers arrive as such',
    async (mode) => {
      const { engine, db } = school(mode);
      const drawn = Array.from({ length: 60 }, (_, turn) => one(turn, turn));
      const load = loadOf(['INSERT INTO log VALUES (?, typeof(?))'], drawn, {
        writes: true,
        users: 4,
        bound: operations(60),
      });
      expect(await run(engine, load)).toMatchObject({ operations: 60, rows: 60, errors: [] });
      const logged = db.prepare('SELECT turn, kind FROM log ORDER BY turn').raw().all();
      expect(logged).toEqual(Array.from({ length: 60 }, (_, turn) => [turn, 'integer']));
    },
  );

  test('users who wait for each other do no more together than one alone', async () => {
    const { engine } = school();
    // Long enough that most users wait longer than is measured.
    const statement = `INSERT INTO log SELECT count(*), 'x' FROM
      (WITH RECURSIVE n (i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT i FROM n)`;
    const load = loadOf([statement], [one(1)], { writes: true, bound: seconds(0.3), warmUpSeconds: 0.1 });
    const alone = await run(engine, load);
    const crowd = await run({ ...engine, busyTimeoutMs: 500 }, { ...load, users: 12 });
    const lockedOut = crowd.errors.reduce((sum, { count }) => sum + count, 0);
    expect(crowd.operations + lockedOut).toBeGreaterThanOrEqual(12);
    expect(crowd.throughput).toBeLessThan(2 * alone.throughput);
    expect(crowd.throughput).toBeGreaterThan(0);
  });

  test('a load that only reads changes nothing, whatever its statements say', async () => {
    const { engine, db } = school();
    const round = await run(engine, loadOf(['DELETE FROM mark'], [one()], { bound: operations(2) }));
    expect(round.errors).toMatchObject([{ kind: 'refused', count: 2 }]);
    expect(db.prepare('SELECT count(*) FROM mark').pluck().get()).toBe(40);
  });

  test('who is locked out gives up after the busy timeout, and is no answer', async () => {
    const { engine, db } = school();
    db.exec('BEGIN IMMEDIATE');
    const load = loadOf(['INSERT INTO log VALUES (?, 1)'], [one(1)], {
      writes: true,
      users: 2,
      bound: operations(4),
    });
    const round = await run({ ...engine, busyTimeoutMs: 300 }, load);
    expect(round).toMatchObject({ operations: 0, rows: 0, errors: [{ kind: 'locked', count: 4 }] });
    expect(round.errors[0]?.meanMs).toBeGreaterThan(299);
    expect(round.errors[0]?.detail).toBe('database is locked');
    expect(round.latencies.count).toBe(0);
  });

  test('a file that stays locked for a while is shown by the percentiles of the open loop as arithmetic says', async () => {
    const { engine, db } = school();
    db.exec('BEGIN IMMEDIATE');
    const drawn = Array.from({ length: 50 }, (_, turn) => one(turn));
    const load = loadOf(['INSERT INTO log VALUES (?, 1)'], drawn, {
      writes: true,
      pattern: { kind: 'open', perSecond: 50 },
    });
    const release = () => {
      if (db.inTransaction) db.exec('ROLLBACK');
    };
    const { operations: answered, latencies, errors } = await run(engine, load, { onInterval: release });
    expect(answered).toBe(50);
    expect(errors).toEqual([]);
    // Released at 600 ms: the first has waited so long, and each that was due 20 ms later 20 ms less.
    expect(latencies.percentile(100)).toBeGreaterThan(599);
    expect(latencies.percentile(98)).toBeGreaterThan(579);
    expect(latencies.percentile(90)).toBeGreaterThan(499);
    expect(latencies.percentile(50)).toBeGreaterThan(99);
  });

  test('a wait for a lock is cancelled within a second, and nothing is left of its threads', async () => {
    const { engine, db } = school();
    db.exec('BEGIN IMMEDIATE');
    const load = loadOf(['INSERT INTO log VALUES (?, 1)'], [one(1)], { writes: true, users: 3 });
    const begun = Promise.withResolvers<void>();
    const controller = new AbortController();
    const running = run(engine, load, { signal: controller.signal, onInterval: () => begun.resolve() });
    running.catch(() => undefined);
    await begun.promise;
    const aborted = performance.now();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - aborted).toBeLessThan(1000);
    db.exec('COMMIT');
    expect(db.prepare('SELECT count(*) FROM log').pluck().get()).toBe(0);
    db.close();
    if (process.platform === 'linux') expect(openFiles()).not.toContain(engine.file);
  });

  test('what is cancelled before it begins leaves nothing behind, nor a dead thread for the next', async () => {
    const { engine, db } = school();
    const load = loadOf(['SELECT * FROM mark'], [one()], { users: 5, bound: seconds(60) });
    for (const ms of [0, 20, 40, 60, 80]) {
      expect(await msToCancel(engine, load, () => sleep(ms))).toBeLessThan(1000);
    }
    expect(await run(engine, { ...load, bound: operations(50) })).toMatchObject({ operations: 50 });
    db.close();
    if (process.platform === 'linux') expect(openFiles()).not.toContain(engine.file);
  });

  test('a statement that does not fit the file is an error of the measurement', async () => {
    const { engine } = school();
    const running = run(engine, loadOf(['SELECT * FROM absent'], [one()], { users: 2 }));
    await expect(running).rejects.toMatchObject({
      code: 'unexpected',
      cause: { message: 'no such table: absent' },
    });
  });

  test('progress is told twice a second', async () => {
    const { engine } = school();
    const intervals: Interval[] = [];
    const load = loadOf(['SELECT * FROM mark'], [one()], { bound: seconds(1.3) });
    const round = await run(engine, load, { onInterval: (interval) => intervals.push(interval) });
    expect(intervals).toHaveLength(2);
    const told = intervals.reduce((sum, { throughput }) => sum + throughput / 2, 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(round.operations);
    expect(intervals[0]?.latency?.p50).toBeGreaterThan(0);
  });
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      // Closed meanwhile, as the one by which the folder is read.
      return [];
    }
  });
}

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
    await database.client.query(`
      CREATE TABLE mark (student int, status text);
      INSERT INTO mark SELECT student, 'present' FROM generate_series(1, 40) AS student;
      CREATE SCHEMA scratch;
      CREATE TABLE scratch.mark (student int, status text);
      CREATE TABLE log (turn int PRIMARY KEY)`);
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  function engine(other: Partial<PostgresEngine> = {}): PostgresEngine {
    const { target } = database;
    return { kind: 'postgres', target, searchPath: ['public'], pool: 10, prePing: false, ...other };
  }

  async function sessions(condition = 'true'): Promise<number> {
    const { rows } = await database.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE application_name = 'rollcall load test' AND datname = current_database() AND ${condition}`,
    );
    return rows[0]?.count ?? 0;
  }

  test('users together go through the operations, and rows are counted', async () => {
    const drawn = [one(10), one(20), one(40)];
    const load = loadOf(['SELECT * FROM mark WHERE student <= $1'], drawn, {
      users: 3,
      bound: operations(300),
    });
    const round = await run(engine({ prePing: true }), load);
    expect(round).toMatchObject({ operations: 300, rows: 100 * (10 + 20 + 40), errors: [] });
    expect(round.latencies.count).toBe(300);
    // Without what users wait for the others at the end.
    expect(round.throughput).toBeCloseTo(300 / round.seconds);
  });

  test('each operation is a transaction that is committed, or rolled back where it fails', async () => {
    const drawn = Array.from({ length: 60 }, (_, turn) => [
      { statement: 0, values: [turn === 59 ? 1 : turn] },
      { statement: 1, values: [1_000_000 + (turn === 58 ? 0 : turn)] },
    ]);
    const insert = 'INSERT INTO log VALUES ($1)';
    const load = loadOf([insert, insert], drawn, { writes: true, users: 4, bound: operations(60) });
    const round = await run(engine(), load);
    expect(round).toMatchObject({ operations: 58, rows: 116, errors: [{ kind: 'refused', count: 2 }] });
    expect(round.errors[0]?.detail).toContain('log_pkey');
    const { rows } = await database.client.query('SELECT count(*)::int AS count FROM log');
    expect(rows).toEqual([{ count: 116 }]);
  });

  test('a load that only reads changes nothing, whatever its statements say', async () => {
    const round = await run(engine(), loadOf(['DELETE FROM mark'], [one()], { bound: operations(2) }));
    expect(round.errors).toMatchObject([{ kind: 'refused', count: 2 }]);
  });

  test('tables are found along the search path', async () => {
    const load = loadOf(['SELECT * FROM mark'], [one()], { bound: operations(5) });
    expect(await run(engine({ searchPath: ['scratch', 'public'] }), load)).toMatchObject({ rows: 0 });
    expect(await run(engine({ searchPath: ['public', 'scratch'] }), load)).toMatchObject({ rows: 200 });
  });

  test('users wait for the connections that they share', async () => {
    const load = loadOf(['SELECT pg_sleep(0.05)'], [one()], { users: 6, bound: operations(60) });
    let most = 0;
    const watch = setInterval(async () => {
      most = Math.max(most, await sessions());
    }, 50);
    const round = await run(engine({ pool: 2 }), load);
    clearInterval(watch);
    expect(most).toBe(2);
    expect(round.operations / round.seconds).toBeLessThanOrEqual(40);
    // Two at a time: a user's turn comes after those of the two pairs before.
    expect(round.latencies.percentile(50)).toBeGreaterThan(140);
  });

  test('operations that take longer than the measured time are measured', async () => {
    const load = loadOf(['SELECT pg_sleep(0.8)'], [one()], {
      users: 3,
      bound: seconds(0.3),
      warmUpSeconds: 0.2,
    });
    const round = await run(engine(), load);
    expect(round).toMatchObject({ operations: 3, errors: [] });
    expect(round.latencies.percentile(50)).toBeGreaterThan(799);
    expect(round.throughput).toBeLessThanOrEqual(3 / 0.8);
    expect(round.throughput).toBeGreaterThan(2);
  });

  test('a stall of the server is shown by the percentiles of the open loop as arithmetic says', async () => {
    const drawn = Array.from({ length: 100 }, (_, turn) => one(turn === 30 ? 0.5 : 0));
    const statement = 'SELECT CASE WHEN $1::float8 > 0 THEN pg_sleep($1) END';
    const load = loadOf([statement], drawn, { bound: operations(100) });
    const open = await run(engine(), { ...load, pattern: { kind: 'open', perSecond: 100 } });
    expect(open).toMatchObject({ operations: 100, seconds: 1, errors: [] });
    // Fifty arrivals fall into the half second, and wait 500, 490, 480 ms and so on.
    const latency = open.latencies.latency();
    expect(latency?.max).toBeGreaterThan(499);
    expect(latency?.p99).toBeGreaterThan(489);
    expect(latency?.p95).toBeGreaterThan(449);
    expect(latency?.p90).toBeGreaterThan(399);
    expect(latency?.p90).toBeLessThan(latency?.max ?? 0);
    expect(open.latencies.percentile(75)).toBeGreaterThan(249);
    expect(open.latencies.percentile(45)).toBeLessThan(latency?.p90 ?? 0);
    // The closed loop meets the same stall once, and thinks that all but one were quick.
    const closedLoop = await run(engine(), load);
    expect(closedLoop.latencies.percentile(100)).toBeGreaterThan(499);
    expect(closedLoop.latencies.percentile(95)).toBeLessThan(250);
  });

  test('an answer that does not come is given up, and the server is told', async () => {
    const load = loadOf(['SELECT pg_sleep(60)'], [one()], {
      users: 2,
      bound: seconds(0.2),
      patienceSeconds: 0.3,
      pattern: { kind: 'open', perSecond: 50 },
    });
    const began = performance.now();
    const round = await run(engine(), load);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(round).toMatchObject({ operations: 0, errors: [{ kind: 'timeout', count: 10 }] });
    expect(round.errors[0]?.meanMs).toBeGreaterThan(390);
    await until(async () => (await sessions()) === 0);
  });

  test('a slow statement is cancelled within a second, on the server too', async () => {
    const load = loadOf(['SELECT pg_sleep(60)'], [one()], { users: 100 });
    const ms = await msToCancel(engine(), load, () =>
      until(async () => (await sessions("state = 'active'")) === 10),
    );
    expect(ms).toBeLessThan(1000);
    await until(async () => (await sessions()) === 0);
  });

  test('a lost connection is an error of one operation, and another takes its place', async () => {
    const drawn = Array.from({ length: 20 }, (_, turn) => one(turn === 5 ? 'yes' : 'no'));
    const statement = "SELECT CASE $1 WHEN 'yes' THEN pg_terminate_backend(pg_backend_pid()) END";
    const load = loadOf([statement], drawn, { bound: operations(20) });
    const round = await run(engine(), load);
    expect(round).toMatchObject({ operations: 19, errors: [{ kind: 'connection', count: 1 }] });
  });

  test('a statement that the server refuses is an error of the measurement', async () => {
    const running = run(engine(), loadOf(['SELECT * FROM absent'], [one()], {}));
    await expect(running).rejects.toMatchObject({
      code: 'server-error',
      facts: { message: expect.stringContaining('absent') },
    });
    await until(async () => (await sessions()) === 0);
  });

  test('a server that cannot be used says why', async () => {
    const target = { ...database.target, database: 'absent' };
    const running = run(engine({ target }), loadOf(['SELECT 1'], [one()], {}));
    await expect(running).rejects.toMatchObject({ code: 'database-missing' });
  });
});
