import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { freshDatabase, servers } from './postgres.ts';

test('PostgreSQL 18 is among the servers unless one is named, each once', () => {
  const versions = servers().map(({ version }) => version);
  if (!process.env['ROLLCALL_TEST_SERVER']) expect(versions).toContain(18);
  expect(new Set(versions).size).toBe(versions.length);
});

describe.each(servers())('PostgreSQL $version', (server) => {
  test('is of the version it says', async () => {
    await using database = await freshDatabase(server);
    const { rows } = await database.client.query(
      "SELECT current_setting('server_version_num')::int / 10000 AS major",
    );
    expect(rows).toEqual([{ major: server.version }]);
  });

  test('gives databases that are empty, apart from each other, and gone afterwards', async () => {
    const names: string[] = [];
    {
      await using one = await freshDatabase(server);
      await using two = await freshDatabase(server);
      await one.client.query('CREATE TABLE only_here (id int)');
      const { rows } = await two.client.query("SELECT to_regclass('only_here') AS found");
      expect(rows).toEqual([{ found: null }]);
      names.push(one.target.database, two.target.database);
    }
    await using other = await freshDatabase(server);
    const { rows } = await other.client.query('SELECT FROM pg_database WHERE datname = ANY($1)', [names]);
    expect(rows).toHaveLength(0);
  });

  test('drops a database that somebody is still connected to', async () => {
    const database = await freshDatabase(server);
    const lingering = new pg.Client(database.url);
    const thrownOut = new Promise((resolve) => lingering.on('error', resolve));
    await lingering.connect();
    await database[Symbol.asyncDispose]();
    await expect(thrownOut).resolves.toMatchObject({ code: '57P01' });
  });
});
