import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Target } from '../../shared/target.ts';
import { endSessions } from '../testing/end-sessions.ts';
import { type FreshDatabase, freshDatabase, servers } from '../testing/postgres.ts';
import { LiveConnections } from './live-connections.ts';

const [server] = servers();
if (!server) throw new Error('No server was started.');

let database: FreshDatabase;
let live: LiveConnections;
let target: Target;
beforeEach(async () => {
  database = await freshDatabase(server);
  ({ target } = database);
  live = new LiveConnections(async () => target);
});
afterEach(async () => {
  await live.close();
  await database[Symbol.asyncDispose]();
});

async function sessions(): Promise<string[]> {
  const { rows } = await database.client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  return rows.map(({ name }) => name);
}

function ask(sql: string, asker: 'monitor' | 'indexes' = 'monitor') {
  return live.read('school', asker, async (client) => (await client.query(sql)).rows[0]);
}

describe('connections for short reads', () => {
  test('say who asks, and are used again', async () => {
    const first = await ask('SELECT pg_backend_pid() AS pid');
    expect(await ask('SELECT pg_backend_pid() AS pid')).toEqual(first);
    await ask('SELECT 1', 'indexes');
    expect((await sessions()).toSorted()).toEqual(['rollcall indexes', 'rollcall monitor']);
  });

  test('are two at most, however much is asked at once', async () => {
    const pids = await Promise.all(
      Array.from({ length: 8 }, () => ask('SELECT pg_backend_pid() AS pid, pg_sleep(0.02)')),
    );
    expect(new Set(pids.map(({ pid }) => pid)).size).toBe(2);
  });

  test('give a statement up in time, and go on afterwards', async () => {
    const late = live.read('school', 'monitor', async (client) => {
      await client.query("SET statement_timeout = '50ms'");
      await client.query('SELECT pg_sleep(10)');
    });
    await expect(late).rejects.toMatchObject({ code: 'answer-too-late', facts: { seconds: 5 } });
    expect(await ask("SELECT current_setting('statement_timeout') AS limit")).toEqual({ limit: '5s' });
  });

  test('don’t hand on a transaction that failed', async () => {
    const broken = live.read('school', 'monitor', async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT no_such_column');
    });
    await expect(broken).rejects.toMatchObject({ code: 'server-error' });
    expect(await ask('SELECT 1 AS one')).toEqual({ one: 1 });
  });

  test('are opened anew after the server ended them', async () => {
    const { pid } = await ask('SELECT pg_backend_pid() AS pid');
    await endSessions(database.client, `pid = ${pid}`);
    await expect.poll(() => ask('SELECT 1 AS one').catch(() => undefined)).toEqual({ one: 1 });
  });

  test('follow a connection that leads elsewhere', async () => {
    await ask('SELECT 1');
    await using other = await freshDatabase(server);
    target = other.target;
    expect(await ask('SELECT current_database() AS name')).toEqual({ name: other.target.database });
    await expect.poll(sessions).toEqual([]);
    await live.close();
  });

  test('end at once when their connection is forgotten, whatever runs', async () => {
    const sleeping = ask('SELECT pg_sleep(4)');
    await expect.poll(sessions).toHaveLength(1);
    const rejected = expect(sleeping).rejects.toMatchObject({ code: 'cancelled' });
    await live.forget('school');
    await rejected;
    await expect.poll(sessions).toEqual([]);
  });

  test('are closed when nobody has used them for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await ask('SELECT 1');
      expect(await sessions()).toHaveLength(1);
      vi.advanceTimersByTime(30_000);
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(sessions).toEqual([]);
  });
});
