import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Reading } from '../../../shared/monitor/reading.ts';
import type { Slot } from '../../../shared/monitor/replication.ts';
import { Tables } from '../../../shared/monitor/tables.ts';
import type { Target } from '../../../shared/target.ts';
import { type OwnServer, startOwnServer } from '../../testing/own-server.ts';
import { servers } from '../../testing/postgres.ts';
import { runCli } from '../../testing/run-cli.ts';
import { startStandby } from '../../testing/standby.ts';
import { connect } from '../postgres/connect.ts';
import { connectForReading } from '../postgres/reading-pool.ts';
import { readLogging, setLogging } from './logging.ts';
import { takeReading } from './reading.ts';
import { createStatementStatistics, readStatements } from './statements.ts';
import { readTables } from './tables.ts';

async function read<T>(target: Target, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectForReading(target, 'rollcall monitor');
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function replicationOf(target: Target) {
  return Reading.parse(await read(target, takeReading)).replication;
}

async function slotOf(target: Target, wanted: string): Promise<Slot | undefined> {
  return (await replicationOf(target)).slots.find(({ name }) => name === wanted);
}

/** What a person sees of it. */
async function pageOf({ endpoint, user, password = '' }: Target): Promise<string> {
  if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  const url = `postgresql://${user}@127.0.0.1:${endpoint.port}/postgres`;
  const { code, stderr } = await runCli(['monitor', '--to', url, '--once'], {
    env: { PGPASSWORD: password },
  });
  expect(code).toBe(0);
  return stderr;
}

const plain = servers().find(({ version }) => version === 15);

describe.runIf(plain)('a primary with a standby, in this order', () => {
  let primary: OwnServer;
  let standby: OwnServer;
  let admin: pg.Client;
  let guest: { user: string; password: string };

  beforeAll(async () => {
    primary = await startOwnServer({ wal_level: 'logical', shared_preload_libraries: 'pg_stat_statements' });
    admin = await connect(primary.target);
    await admin.query("CREATE ROLE guest LOGIN PASSWORD 'hunter2'");
    guest = { user: 'guest', password: 'hunter2' };
    await admin.query("SELECT pg_create_physical_replication_slot('gone', true)");
    await admin.query("SELECT pg_create_physical_replication_slot('never')");
    await admin.query("SELECT pg_create_logical_replication_slot('changes', 'test_decoding')");
    await admin.query('CREATE TABLE mark AS SELECT n AS id FROM generate_series(1, 1000) AS n');
    standby = await startStandby(primary, 'second');
  });
  afterAll(async () => {
    await admin.end();
    await standby[Symbol.asyncDispose]();
    await primary[Symbol.asyncDispose]();
  });

  test('the primary tells who follows, how closely, and what it keeps for whom', async () => {
    await expect
      .poll(async () => (await replicationOf(primary.target)).followers)
      .toMatchObject([
        { name: 'walreceiver', following: { state: 'streaming', sync: 'async', bytesBehind: 0 } },
      ]);
    const { slots, standby: own } = await replicationOf(primary.target);
    expect(own).toBeUndefined();
    expect(slots).toMatchObject([
      { name: 'changes', kind: 'logical', database: 'postgres', isUsed: false, state: 'kept' },
      { name: 'gone', kind: 'physical', isUsed: false, state: 'kept' },
      { name: 'never', kind: 'physical', isUsed: false, state: 'kept' },
      { name: 'second', kind: 'physical', isUsed: true, state: 'kept' },
    ]);
    expect(slots.map(({ bytesKept }) => bytesKept === undefined)).toEqual([false, false, true, false]);
    expect(slots[1]?.bytesKept).toBeGreaterThan(16_000_000);
    expect(slots.every(({ bytesLeft }) => bytesLeft === undefined)).toBe(true);
    const page = await pageOf(primary.target);
    expect(page).toMatch(/Followed by walreceiver \(127\.0\.0\.1\): streaming, async, has everything/);
    expect(page).toMatch(/Slot gone is unused and keeps \d+.* of log; left alone, it fills the disk/);
    expect(page).toMatch(/Logical slot changes is unused and keeps/);
    expect(page).toMatch(/Slot never is unused and keeps nothing/);
    expect(page).toMatch(/Slot second is in use/);
  });

  test('the standby can be watched, and says what it can’t know or do', async () => {
    expect(await replicationOf(standby.target)).toEqual({
      followers: [],
      slots: [],
      standby: {
        source: { kind: 'connected', state: 'streaming', host: '127.0.0.1' },
        bytesBehind: 0,
        secondsBehind: 0,
        isPaused: false,
      },
    });
    const { tables } = Tables.parse(await read(standby.target, readTables));
    expect(tables).toMatchObject([{ name: 'mark', bytes: { indexes: 0 } }]);
    expect(tables[0]).not.toHaveProperty('rows');
    expect(await read(standby.target, readStatements)).toEqual({
      kind: 'not created',
      create: 'on the primary',
    });
    await expect(read(standby.target, createStatementStatistics)).rejects.toMatchObject({ code: '25006' });
    const { settings } = await read(standby.target, readLogging);
    expect(settings.map(({ change }) => change)).toEqual(['on the primary', 'on the primary']);
    await expect(
      read(standby.target, (client) => setLogging(client, 'log_statement', 'all')),
    ).rejects.toMatchObject({ code: '25006' });
    const page = await pageOf(standby.target);
    expect(page).toContain(
      'This server follows another one (127.0.0.1, streaming): all applied that has arrived',
    );
    expect(page).toContain('on the server that this one follows');
  });

  test('what the standby has not applied is told on both sides', async () => {
    const other = await connect(standby.target);
    const behind = () => replicationOf(standby.target).then(({ standby: own }) => own?.bytesBehind ?? 0);
    try {
      await admin.query('INSERT INTO mark VALUES (0)');
      const arrived = () => other.query<{ rows: number }>('SELECT count(*)::int AS rows FROM mark');
      await expect.poll(async () => (await arrived()).rows[0]?.rows).toBe(1001);
      await other.query('SELECT pg_wal_replay_pause()');
      await admin.query('INSERT INTO mark SELECT n FROM generate_series(1, 5000) AS n');
      await expect.poll(behind).toBeGreaterThan(100_000);
      expect((await replicationOf(standby.target)).standby).toMatchObject({
        isPaused: true,
        secondsBehind: expect.toSatisfy((seconds: number) => seconds > 0),
      });
      const follower = () => replicationOf(primary.target).then(({ followers }) => followers[0]?.following);
      await expect.poll(async () => (await follower())?.bytesBehind ?? 0).toBeGreaterThan(100_000);
      await other.query('SELECT pg_wal_replay_resume()');
      await expect.poll(async () => (await follower())?.bytesBehind).toBe(0);
      // The server keeps the last lag for a while after it was caught up.
      expect((await follower())?.secondsBehind).toBeGreaterThan(0);
      expect(await behind()).toBe(0);
    } finally {
      await other.query('SELECT pg_wal_replay_resume()');
      await other.end();
    }
  });

  test('a role that may not see others is told that somebody follows, and that it may see no more', async () => {
    const { followers, slots } = await replicationOf({ ...primary.target, ...guest });
    expect(followers).toEqual([{ pid: expect.any(Number), name: 'walreceiver' }]);
    expect(slots).toHaveLength(4);
    expect((await replicationOf({ ...standby.target, ...guest })).standby).toMatchObject({
      source: { kind: 'hidden' },
      secondsBehind: 0,
    });
  });

  test('a standby whose primary is away is cut off, and its last change grows old', async () => {
    await admin.end();
    await primary.stop();
    await expect
      .poll(async () => (await replicationOf(standby.target)).standby, { timeout: 10_000 })
      .toMatchObject({ source: { kind: 'none' }, secondsBehind: expect.any(Number) });
    try {
      expect(await pageOf(standby.target)).toMatch(/\(not connected\): last applied change .* old/);
    } finally {
      await primary.start();
      admin = await connect(primary.target);
    }
  });

  test('a standby that went away leaves a slot that keeps the log, and is lost at last', async () => {
    await standby.stop();
    await expect.poll(() => slotOf(primary.target, 'second')).toMatchObject({ isUsed: false });
    expect((await replicationOf(primary.target)).followers).toEqual([]);
    await admin.query("ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'");
    await admin.query('SELECT pg_reload_conf()');
    const left = async () => (await slotOf(primary.target, 'second'))?.bytesLeft;
    await expect.poll(left).toBeGreaterThan(0);
    expect(await pageOf(primary.target)).toMatch(/Slot second is unused .*; after .* more it is given up/);
    for (let segment = 0; segment < 8; segment += 1) {
      await admin.query('INSERT INTO mark VALUES (0)');
      await admin.query('SELECT pg_switch_wal()');
    }
    expect(await slotOf(primary.target, 'second')).toMatchObject({ state: 'endangered' });
    await admin.query('CHECKPOINT');
    const lost = await slotOf(primary.target, 'second');
    expect(lost).toMatchObject({ state: 'lost' });
    expect(lost).not.toHaveProperty('bytesKept');
    expect(await pageOf(primary.target)).toContain('Slot second is lost');
    await standby.start();
  });
});
