import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BuildStep, IndexChange, IndexChanged } from '../../../shared/index-change.ts';
import { endSessions } from '../../testing/end-sessions.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { connect } from '../postgres/connect.ts';
import { stepAfter, watchingBuild } from './build-progress.ts';
import { changeIndex } from './change-index.ts';

const byDate: IndexChange = {
  kind: 'create',
  index: { name: 'by_date', table: 'attendance', keys: [{ kind: 'column', name: 'date', descending: true }] },
};

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
  });
  afterAll(async () => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    await database.client.query(
      `DROP TABLE IF EXISTS attendance;
       CREATE TABLE attendance (id bigint PRIMARY KEY, date date NOT NULL, class_id bigint);
       INSERT INTO attendance SELECT n, date '2026-01-01' + (n % 180)::int, n % 40 FROM generate_series(1, 20000) AS n`,
    );
  });

  /** Each step is told to `onStep`. */
  const change = (
    what: IndexChange,
    { signal = new AbortController().signal, onStep = (_: BuildStep) => {} } = {},
  ): Promise<IndexChanged> => changeIndex(database.target, 'public', what, { signal, onStep });

  const indexes = async (): Promise<Record<string, boolean>> => {
    const { rows } = await database.client.query<{ name: string; valid: boolean }>(
      "SELECT indexrelid::regclass::text AS name, indisvalid AND indislive AS valid FROM pg_index WHERE indrelid = 'attendance'::regclass",
    );
    return Object.fromEntries(rows.map(({ name, valid }) => [name, valid]));
  };

  /** Another session that has looked at the table and goes on for as long as `work` lasts. */
  const besideReader = async <T>(work: (pid: number) => Promise<T>): Promise<T> => {
    const reader = await connect(database.target);
    try {
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM attendance');
      return await work(await backendOf(reader));
    } finally {
      await reader.end();
    }
  };

  test('goes on when the connection that looks on is ended', async () => {
    const watcher = await connect(database.target);
    const pid = await backendOf(watcher);
    const asked = vi.spyOn(watcher, 'query');
    const built = await watchingBuild(
      watcher,
      pid,
      () => undefined,
      async () => {
        await endSessions(database.client, `pid = ${pid}`);
        await vi.waitFor(() => expect(asked.mock.settledResults.at(-1)?.type).toBe('rejected'));
        return 'built';
      },
    );
    expect(built).toBe('built');
  });

  test('creates, rebuilds and drops', async () => {
    const created = await change(byDate);
    expect(created.bytes).toBeGreaterThan(8192);
    expect(await indexes()).toEqual({ attendance_pkey: true, by_date: true });
    const { rows } = await database.client.query("SELECT pg_get_indexdef('by_date'::regclass) AS sql");
    expect(rows).toEqual([{ sql: 'CREATE INDEX by_date ON public.attendance USING btree (date DESC)' }]);
    expect((await change({ kind: 'rebuild', name: 'by_date' })).bytes).toBe(created.bytes);
    await change({ kind: 'rebuild', name: 'attendance_pkey' });
    expect((await change({ kind: 'drop', name: 'by_date' })).bytes).toBeUndefined();
    expect(await indexes()).toEqual({ attendance_pkey: true });
  });

  test('creates one of what is computed by a function of the schema', async () => {
    await database.client.query(
      `CREATE SCHEMA IF NOT EXISTS school;
       CREATE OR REPLACE FUNCTION school.week(date) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT ($1 - date ''2026-01-01'') / 7';
       CREATE TABLE IF NOT EXISTS school.mark (day date)`,
    );
    const index = {
      name: 'by_week',
      table: 'mark',
      keys: [{ kind: 'expression' as const, sql: 'week(day)' }],
    };
    const context = { signal: new AbortController().signal, onStep: () => undefined };
    await changeIndex(database.target, 'school', { kind: 'create', index }, context);
    const { rows } = await database.client.query("SELECT pg_get_indexdef('school.by_week'::regclass) AS sql");
    expect(rows).toEqual([{ sql: 'CREATE INDEX by_week ON school.mark USING btree (school.week(day))' }]);
  });

  test.each<[string, IndexChange, string]>([
    [
      'a name that is taken',
      { kind: 'create', index: { ...byDate.index, name: 'attendance_pkey' } },
      'index-name-taken',
    ],
    [
      'a table that is not there',
      { kind: 'create', index: { ...byDate.index, table: 'nowhere' } },
      'index-table-unknown',
    ],
    [
      'a column that is not there',
      {
        kind: 'create',
        index: {
          ...byDate.index,
          keys: [{ kind: 'column', name: 'date"; DROP TABLE attendance', descending: false }],
        },
      },
      'index-table-unknown',
    ],
    ...['id + 1), (date', 'id)); DROP TABLE attendance; SELECT ((1', 'id) DESC, (date', 'id --', ''].map(
      (sql): [string, IndexChange, string] => [
        `as an expression ${sql}`,
        { kind: 'create', index: { ...byDate.index, keys: [{ kind: 'expression', sql }] } },
        'index-expression-unreadable',
      ],
    ),
    ['an index that is not there', { kind: 'drop', name: 'nowhere' }, 'index-unknown'],
    ['the index of a constraint', { kind: 'drop', name: 'attendance_pkey' }, 'index-of-constraint'],
    ['what is whole', { kind: 'clean up', name: 'attendance_pkey' }, 'index-valid'],
  ])('refuses %s', async (_, what, code) => {
    await expect(change(what)).rejects.toMatchObject({ code });
    expect(await indexes()).toEqual({ attendance_pkey: true });
  });

  test('indexes of a materialized view and of a partitioned table', async () => {
    await database.client.query(
      `DROP MATERIALIZED VIEW IF EXISTS marked;
       CREATE MATERIALIZED VIEW marked AS SELECT class_id FROM generate_series(1, 5) AS class_id;
       CREATE UNIQUE INDEX by_class ON marked (class_id);
       DROP TABLE IF EXISTS period;
       CREATE TABLE period (id int, day int) PARTITION BY RANGE (day);
       CREATE TABLE period_1 PARTITION OF period FOR VALUES FROM (1) TO (100);
       CREATE TABLE period_2 PARTITION OF period FOR VALUES FROM (100) TO (200);
       CREATE INDEX periods ON period (id);
       INSERT INTO period SELECT n, n FROM generate_series(1, 199) AS n`,
    );
    expect((await change({ kind: 'rebuild', name: 'by_class' })).bytes).toBe(16_384);
    await change({ kind: 'drop', name: 'by_class' });
    const rebuilt = change({ kind: 'rebuild', name: 'periods' });
    if (server.version >= 14) expect((await rebuilt).bytes).toBe(2 * 16_384);
    else await expect(rebuilt).rejects.toMatchObject({ code: 'index-partitioned' });
    await database.client.query('DROP MATERIALIZED VIEW marked; DROP TABLE period');
  });

  test('what an exclusion constraint is kept by is not built anew', async () => {
    await database.client.query(
      'DROP TABLE IF EXISTS seat; CREATE TABLE seat (span int4range, EXCLUDE USING gist (span WITH &&))',
    );
    await expect(change({ kind: 'rebuild', name: 'seat_span_excl' })).rejects.toMatchObject({
      code: 'index-of-exclusion',
    });
  });

  test('a role that does not own the table is told so', async () => {
    await database.client.query("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'");
    const target = { ...database.target, user: 'guest', password: 'guest' };
    const context = { signal: new AbortController().signal, onStep: () => undefined };
    await expect(changeIndex(target, 'public', byDate, context)).rejects.toMatchObject({
      code: 'permission-denied',
    });
    await database.client.query('DROP ROLE guest');
  });

  test('tells whom it waits for, and is done once that session is', async () => {
    const steps: BuildStep[] = [];
    const creating = Promise.withResolvers<IndexChanged>();
    await besideReader(async (pid) => {
      const waits = Promise.withResolvers<void>();
      change(byDate, {
        onStep: (step) => {
          steps.push(step);
          if (step.waitsFor === pid) waits.resolve();
        },
      }).then(creating.resolve, creating.reject);
      await Promise.race([waits.promise, creating.promise]);
      expect((await indexes())['by_date']).toBe(false);
    });
    await creating.promise;
    expect((await indexes())['by_date']).toBe(true);
    const fractions = steps.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
    expect(steps.at(-1)?.phase).toBe('waiting for old transactions');
  });

  test('is cancelled within a second, and cleans up what nobody holds', async () => {
    const writer = await connect(database.target);
    const controller = new AbortController();
    await writer.query('BEGIN');
    await writer.query('INSERT INTO attendance VALUES (0, now(), 1)');
    const waits = Promise.withResolvers<void>();
    const pid = await backendOf(writer);
    const creating = change(byDate, {
      signal: controller.signal,
      onStep: ({ waitsFor }) => waitsFor === pid && waits.resolve(),
    });
    const ended = creating.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
    await waits.promise;
    const began = performance.now();
    controller.abort();
    // The writer holds the table, so that not even the remainder can go.
    expect(await ended).toBe('index-remainder-left');
    expect(performance.now() - began).toBeLessThan(1500);
    await writer.query('COMMIT');
    await writer.end();
    expect(await indexes()).toEqual({ attendance_pkey: true, by_date: false });
    await change({ kind: 'clean up', name: 'by_date' });
    expect(await indexes()).toEqual({ attendance_pkey: true });
  });

  test('a build that is cancelled at work leaves nothing', async () => {
    await database.client.query(
      'CREATE OR REPLACE FUNCTION slow(bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM pg_sleep(0.001); RETURN $1; END $$',
    );
    const controller = new AbortController();
    await database.client.query('CREATE INDEX slowly ON attendance (slow(class_id)) WHERE id = 1');
    await database.client.query("UPDATE pg_index SET indpred = NULL WHERE indexrelid = 'slowly'::regclass");
    const rebuilding = change(
      { kind: 'rebuild', name: 'slowly' },
      {
        signal: controller.signal,
        onStep: ({ phase }) => phase === 'reading the table' && controller.abort(),
      },
    );
    await expect(rebuilding).rejects.toMatchObject({ code: 'cancelled' });
    expect(await indexes()).toEqual({ attendance_pkey: true, slowly: true });
  });

  test('a build that fails leaves nothing', async () => {
    await database.client.query('CREATE UNIQUE INDEX once ON attendance (class_id) WHERE id < 40');
    await database.client.query("UPDATE pg_index SET indpred = NULL WHERE indexrelid = 'once'::regclass");
    await expect(change({ kind: 'rebuild', name: 'once' })).rejects.toMatchObject({ code: 'server-error' });
    expect(await indexes()).toEqual({ attendance_pkey: true, once: true });
  });
});

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

test('a phase that counts anew goes on from where the one before it was', () => {
  const nothing = { done: null, total: null, blocker: null };
  const scanned = stepAfter(
    { phase: 'waiting for the table', fraction: 0 },
    { ...nothing, phase: 'building index: scanning table', done: 50, total: 100 },
  );
  expect(scanned).toEqual({ phase: 'reading the table', fraction: 0.21 });
  expect(stepAfter(scanned, { ...nothing, phase: null, blocker: 7 })).toEqual({ ...scanned, waitsFor: 7 });
  expect(stepAfter(scanned, { ...nothing, phase: 'initializing' }).fraction).toBe(0.21);
});
