import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Channel, channels, type Request } from '../../shared/console/channels.ts';
import type { LogSetting } from '../../shared/monitor/logging.ts';
import type { Target } from '../../shared/target.ts';
import { connect } from '../core/postgres/connect.ts';
import { openTestConsole, type TestConsole } from '../testing/open-test-console.ts';
import { startOwnServer } from '../testing/own-server.ts';
import { type FreshDatabase, freshDatabase, servers } from '../testing/postgres.ts';

let opened: TestConsole;
beforeEach(async () => {
  opened = await openTestConsole();
});
afterEach(() => opened[Symbol.asyncDispose]());

async function ask<C extends Channel>(channel: C, request: Request<C>): Promise<Answer<C>> {
  const answer = await opened.console.ask(channel, request);
  return channels[channel].answer.parse(answer) as Answer<C>;
}

async function connectionTo({ password, ...target }: Target): Promise<string> {
  const draft = { name: 'School', at: { kind: 'fields' as const, target }, saved: 'yes' as const };
  return (await ask('connection.save', { ...draft, ...(password === undefined ? {} : { password }) })).id;
}

test('a look at the practice server doesn’t start it', async () => {
  await expect(ask('monitor.read', { connection: 'practice' })).rejects.toMatchObject({
    code: 'practice-not-started',
  });
  await expect(ask('monitor.read', { connection: 'forgotten' })).rejects.toMatchObject({
    code: 'connection-unknown',
  });
});

describe.each(servers())('the log of PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase(server);
  });
  afterEach(() => database[Symbol.asyncDispose]());

  async function settingOf(connection: string, name: LogSetting['name']): Promise<LogSetting | undefined> {
    const { settings } = await ask('monitor.logging', { connection });
    return settings.find((setting) => setting.name === name);
  }

  /** What a session that begins now would log. */
  async function loggedBy(name: string): Promise<string | undefined> {
    await using fresh = await freshSession(database.target);
    return await fresh.show(name);
  }

  test('is switched for sessions that begin afterwards, and put back to nothing of its own', async () => {
    const connection = await connectionTo(database.target);
    const name = 'log_statement';
    expect(await settingOf(connection, name)).toEqual({
      name,
      everywhere: 'none',
      on: false,
      change: 'given',
    });
    const { settings } = await ask('monitor.setLogging', { connection, name, on: true });
    expect(settings.find((one) => one.name === name)).toMatchObject({
      here: 'all',
      before: { kind: 'unset', everywhere: 'none' },
    });
    expect(await loggedBy(name)).toBe('all');
    await ask('monitor.setLogging', { connection, name, on: false });
    expect(await settingOf(connection, name)).toEqual({
      name,
      everywhere: 'none',
      on: false,
      change: 'given',
    });
    expect(await loggedBy(name)).toBe('none');
  });

  test('is put back to what the database said before, each time', async () => {
    const connection = await connectionTo(database.target);
    const name = 'log_min_duration_statement';
    const { database: own } = database.target;
    await database.client.query(`ALTER DATABASE ${own} SET log_min_duration_statement = '2s'`);
    await ask('monitor.setLogging', { connection, name, on: true });
    expect(await loggedBy(name)).toBe('100ms');
    // The second time there is nothing to do, and nothing else to remember.
    await ask('monitor.setLogging', { connection, name, on: true });
    expect(await settingOf(connection, name)).toMatchObject({
      here: '100',
      before: { kind: 'set', value: '2s' },
    });
    await ask('monitor.setLogging', { connection, name, on: false });
    expect(await loggedBy(name)).toBe('2s');
    expect(await settingOf(connection, name)).not.toHaveProperty('before');
  });

  test.each(['100ms', '0.1s'])('is on where the database was told %s', async (value) => {
    const connection = await connectionTo(database.target);
    const name = 'log_min_duration_statement';
    await database.client.query(`ALTER DATABASE ${database.target.database} SET ${name} = '${value}'`);
    expect(await settingOf(connection, name)).toMatchObject({ here: value, on: true });
    // Nothing to do, and nothing to remember.
    await ask('monitor.setLogging', { connection, name, on: true });
    expect(await settingOf(connection, name)).not.toHaveProperty('before');
    await ask('monitor.setLogging', { connection, name, on: false });
    expect(await settingOf(connection, name)).toMatchObject({ on: false });
  });

  test('is put back by another connection, in a console that was opened again', async () => {
    const first = await connectionTo(database.target);
    const name = 'log_min_duration_statement';
    await database.client.query(`ALTER DATABASE ${database.target.database} SET ${name} = '3s'`);
    await ask('monitor.setLogging', { connection: first, name, on: true });
    await ask('connection.remove', { id: first });
    await opened.console.close();
    const console = await opened.openAgain();
    try {
      opened = { ...opened, console };
      const second = await connectionTo(database.target);
      expect(await settingOf(second, name)).toMatchObject({ before: { kind: 'set', value: '3s' } });
      await ask('monitor.setLogging', { connection: second, name, on: false });
      expect(await loggedBy(name)).toBe('3s');
    } finally {
      await console.close();
    }
  });

  test('is a matter of rights, and says so', async () => {
    const user = `user_${randomBytes(4).toString('hex')}`;
    const { client, target } = database;
    await client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
    try {
      const connection = await connectionTo({ ...target, user, password: 'hunter2' });
      const leave = async () => (await settingOf(connection, 'log_statement'))?.change;
      expect(await leave()).toBe('denied');
      await expect(
        ask('monitor.setLogging', { connection, name: 'log_statement', on: true }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/permission-denied|not-owner/) });
      expect(await settingOf(connection, 'log_statement')).not.toHaveProperty('before');

      await client.query(`ALTER DATABASE ${target.database} OWNER TO ${user}`);
      expect(await leave()).toBe('denied');
      if (server.version >= 15) {
        await client.query(`GRANT SET ON PARAMETER log_statement TO ${user}`);
        expect(await leave()).toBe('given');
        await ask('monitor.setLogging', { connection, name: 'log_statement', on: true });
        expect(await loggedBy('log_statement')).toBe('all');
        await client.query(`REVOKE SET ON PARAMETER log_statement FROM ${user}`);
      }
    } finally {
      await client.query(`ALTER DATABASE ${target.database} OWNER TO postgres; DROP ROLE ${user}`);
    }
  });

  test('names the users who have their own', async () => {
    const user = `user_${randomBytes(4).toString('hex')}`;
    const { client, target } = database;
    await client.query(`CREATE ROLE ${user}; ALTER ROLE ${user} SET log_statement = 'ddl'`);
    try {
      const connection = await connectionTo(target);
      expect((await ask('monitor.logging', { connection })).roles).toContain(user);
    } finally {
      await client.query(`DROP ROLE ${user}`);
    }
  });
});

test.runIf(servers().some(({ version }) => version === 15))(
  'what the server was told by ALTER SYSTEM is seen, and counts again afterwards',
  async () => {
    await using server = await startOwnServer();
    const admin = await connect(server.target);
    await admin.query("ALTER SYSTEM SET log_min_duration_statement = '5s'");
    await admin.query('SELECT pg_reload_conf()');
    const shown = () =>
      admin.query<{ value: string }>("SELECT current_setting('log_min_duration_statement') AS value");
    await expect.poll(async () => (await shown()).rows[0]?.value).toBe('5s');
    const connection = await connectionTo(server.target);
    const name = 'log_min_duration_statement';
    const { settings } = await ask('monitor.setLogging', { connection, name, on: true });
    expect(settings.find((one) => one.name === name)).toMatchObject({
      here: '100',
      before: { kind: 'unset', everywhere: '5000' },
    });
    await ask('monitor.setLogging', { connection, name, on: false });
    await using fresh = await freshSession(server.target);
    expect(await fresh.show(name)).toBe('5s');
    await admin.end();
  },
);

async function freshSession(target: Target) {
  const client = await connect(target);
  return {
    show: async (name: string) =>
      (await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name])).rows[0]?.value,
    [Symbol.asyncDispose]: () => client.end(),
  };
}
