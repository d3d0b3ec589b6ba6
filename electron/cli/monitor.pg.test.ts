import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { Sample } from '../../shared/monitor/sample.ts';
import { startOwnServer } from '../testing/own-server.ts';
import { freshDatabase, servers } from '../testing/postgres.ts';
import { runCli } from '../testing/run-cli.ts';

describe.each(servers())('monitor of PostgreSQL $version', (server) => {
  test('looks once, in words and as JSON, with rates over two seconds', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE TABLE mark (id int PRIMARY KEY)');
    const { code, stdout, stderr } = await runCli(['monitor', '--to', database.url, '--once', '--json']);
    expect(code).toBe(0);
    const sample = Sample.parse(JSON.parse(stdout));
    expect(sample.rates).toMatchObject({ kind: 'rates' });
    expect(sample.tables.tables.map(({ name }) => name)).toEqual(['mark']);
    expect(stderr).toMatch(/Connections +\d+ of \d+/);
    expect(stderr).toMatch(/\d+ other sessions?/);
    expect(stderr).toContain('1 table');
    expect(stderr).toContain('Slow queries');
  });

  test('goes on until Ctrl-C, with a line a look where there is no terminal', async () => {
    await using database = await freshDatabase(server);
    const { code, stdout, stderr } = await runCli(['monitor', '--to', database.url], {
      interruptAt: 'waiting  transactions/s',
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).not.toContain('✗');
    expect(stderr).toContain('Stopping; nothing was changed.');
  });

  test('shows who waits for whom', async () => {
    await using database = await freshDatabase(server);
    await database.client.query('CREATE TABLE mark (id int PRIMARY KEY); INSERT INTO mark VALUES (1)');
    const asApplication = (name: string) =>
      new pg.Client({ connectionString: database.url, application_name: name });
    const holder = asApplication('register');
    const waiter = asApplication('dashboard');
    await Promise.all([holder.connect(), waiter.connect()]);
    await holder.query('BEGIN; UPDATE mark SET id = 2');
    const changed = waiter.query('UPDATE mark SET id = 3');
    const { stderr } = await runCli(['monitor', '--to', database.url, '--once']);
    expect(stderr).toMatch(/\d+ sessions? waits? for a lock/);
    expect(stderr).toMatch(/ {2}\d+ postgres register, holds up 1, BEGIN; UPDATE mark/);
    expect(stderr).toMatch(
      / {4}\d+ postgres dashboard, waits.* on mark \(ShareLock\), UPDATE mark SET id = 3/,
    );
    await holder.query('ROLLBACK');
    await changed;
    await Promise.all([holder.end(), waiter.end()]);
  });
});

test.runIf(servers().some(({ version }) => version === 15))(
  'monitor goes on after a restart of the server, and says so',
  async () => {
    await using server = await startOwnServer();
    const { endpoint, password = '' } = server.target;
    if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
    const url = `postgresql://postgres@127.0.0.1:${endpoint.port}/postgres`;
    const looked = Promise.withResolvers<void>();
    const isAway = Promise.withResolvers<void>();
    const watching = runCli(['monitor', '--to', url], {
      env: { PGPASSWORD: password },
      heard: (stderr) => {
        if (/\d+\/\d+ /.test(stderr)) looked.resolve();
        if (stderr.includes('no answer')) isAway.resolve();
      },
      interruptAt: /no answer.*\n.*\d+\/\d+ /,
    });
    await looked.promise;
    await server.stop();
    await isAway.promise;
    await server.start();
    const { code, stderr } = await watching;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr.match(/no answer/g)).toHaveLength(1);
  },
);

test('monitor of a server that isn’t there says so and ends with 2', async () => {
  const { code, stderr } = await runCli(['monitor', '--to', 'postgresql://nobody@127.0.0.1:1/x', '--once']);
  expect(code).toBe(2);
  expect(stderr).toContain('[connection-refused]');
});
