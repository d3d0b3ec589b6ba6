import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Look } from '../../../shared/monitor/sample.ts';
import type { Target } from '../../../shared/target.ts';
import { endSessions } from '../../testing/end-sessions.ts';
import { startOwnServer } from '../../testing/own-server.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { watch } from './watch.ts';

const plain = servers().find(({ version }) => version === 15);

/** Looks of the monitor until a test has seen enough. */
function watched(target: Target) {
  const over = new AbortController();
  const looks = watch(target, over.signal);
  const next = async (): Promise<Look> => Look.parse((await looks.next()).value);
  return {
    over,
    next,
    until: async (event: Look['event']) => {
      for (;;) {
        const look = await next();
        if (look.event === event) return look;
      }
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await looks.next().catch(() => undefined);
    },
  };
}

test.runIf(plain)('a server that restarts is said to be away, and then watched on', async () => {
  await using server = await startOwnServer();
  await using looks = watched(server.target);
  expect(await looks.next()).toMatchObject({ event: 'sample', rates: { why: 'first reading' } });
  await server.stop();
  const outage = await looks.until('no answer');
  expect(outage).toMatchObject({
    error: { code: expect.stringMatching(/^connection-(lost|refused)$|^server-starting$/) },
  });
  await server.start();
  expect(await looks.until('sample')).toMatchObject({ rates: { why: 'server restarted' } });
  expect(await looks.next()).toMatchObject({ event: 'sample', rates: { kind: 'rates' } });
});

test('a session that somebody ended is opened anew, and the counting goes on', async () => {
  const [server] = servers();
  if (!server) throw new Error('No server was started.');
  await using database = await freshDatabase(server);
  await using looks = watched(database.target);
  await looks.next();
  await endSessions(
    database.client,
    "application_name = 'rollcall monitor' AND datname = current_database()",
  );
  expect(await looks.until('sample')).toMatchObject({ rates: { kind: 'rates' } });
});

test('a server that was never there, or that turns away for good, ends it', async () => {
  const [server] = servers();
  if (!server) throw new Error('No server was started.');
  await using nowhere = watched({ ...server.target, endpoint: { kind: 'tcp', host: '127.0.0.1', port: 1 } });
  await expect(nowhere.next()).rejects.toMatchObject({ code: 'connection-refused' });

  await using database = await freshDatabase(server);
  const user = `user_${randomBytes(4).toString('hex')}`;
  await database.client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
  await using looks = watched({ ...database.target, user, password: 'hunter2' });
  await looks.next();
  await database.client.query(`ALTER ROLE ${user} NOLOGIN`);
  await endSessions(database.client, `usename = '${user}'`);
  const ended = async () => {
    await looks.until('sample');
    await looks.until('sample');
  };
  await expect(ended()).rejects.toMatchObject({ code: 'role-missing' });
  await database.client.query(`DROP ROLE ${user}`);
});

test('it ends at once when it is told to', async () => {
  const [server] = servers();
  if (!server) throw new Error('No server was started.');
  await using looks = watched(server.target);
  await looks.next();
  looks.over.abort();
  await expect(looks.next()).rejects.toMatchObject({ code: 'cancelled' });
});
