import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/target.ts';
import { freshDatabase, servers, type TestServer } from '../../testing/postgres.ts';
import { connect } from './connect.ts';
import { dropDatabase, ensureDatabase } from './database.ts';
import { readServer, requireSchemaRights } from './server.ts';

const signal = new AbortController().signal;

function newName(): string {
  return `New "School" ${randomBytes(4).toString('hex')}`;
}

/** A new user on `server`, dropped with what it owns in the server's own database. */
async function freshUser(server: TestServer, attributes: string) {
  const user = `user_${randomBytes(4).toString('hex')}`;
  const admin = await connect(server.target);
  await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'hunter2' ${attributes}`);
  const target: Target = { ...server.target, user, password: 'hunter2' };
  return {
    target,
    async [Symbol.asyncDispose]() {
      await admin.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
      await admin.end();
    },
  };
}

describe.each(servers())('PostgreSQL $version', (server) => {
  test('readServer tells the version and the rights of a superuser', async () => {
    const client = await connect(server.target);
    const read = await readServer(client, server.target);
    expect(Math.floor(read.version / 10_000)).toBe(server.version);
    expect(read).toMatchObject({
      encoding: 'UTF8',
      readOnly: false,
      superuser: true,
      canCreateDatabase: true,
      canCreateSchema: true,
    });
    expect(read.maxConnections).toBeGreaterThan(5);
    await client.end();
  });

  test('readServer tells the rights of an ordinary user', async () => {
    await using user = await freshUser(server, '');
    const client = await connect(user.target);
    expect(await readServer(client, user.target)).toMatchObject({
      superuser: false,
      canCreateDatabase: false,
      canCreateSchema: false,
    });
    await client.end();
  });

  test('readServer refuses a read-only session and an encoding that lacks letters', async () => {
    await using user = await freshUser(server, '');
    const admin = await connect(server.target);
    await admin.query(`ALTER ROLE ${user.target.user} SET default_transaction_read_only = on`);
    const reader = await connect(user.target);
    await expect(readServer(reader, user.target)).rejects.toMatchObject({ code: 'server-read-only' });
    await reader.end();
    const latin = { ...server.target, database: `latin_${randomBytes(4).toString('hex')}` };
    await admin.query(
      `CREATE DATABASE ${latin.database} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'` +
        (server.version >= 15 ? ' LOCALE_PROVIDER libc' : ''),
    );
    const client = await connect(latin);
    await expect(readServer(client, latin)).rejects.toMatchObject({ code: 'database-encoding' });
    await client.end();
    await dropDatabase(latin);
    await admin.end();
  });

  test.each(['', 'pg_school', 'pg_catalog', 'information_schema', 'rollcall', 'rollcall_previous_1'])(
    'requireSchemaRights keeps tables out of schema "%s", even those of a superuser',
    async (schema) => {
      await using database = await freshDatabase(server);
      const { client, target } = database;
      await expect(requireSchemaRights(client, target, schema)).rejects.toMatchObject({
        code: 'schema-reserved',
      });
      await requireSchemaRights(client, target, 'pgschool');
    },
  );

  test('requireSchemaRights knows public, granted and missing schemas', async () => {
    await using database = await freshDatabase(server);
    // As from PostgreSQL 15 on.
    await database.client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await using user = await freshUser(server, '');
    const target = { ...user.target, database: database.target.database };
    const client = await connect(target);
    await expect(requireSchemaRights(client, target, 'public')).rejects.toMatchObject({
      code: 'schema-denied',
    });
    await expect(requireSchemaRights(client, target, 'missing')).rejects.toMatchObject({
      code: 'schema-denied',
    });
    await database.client.query(`GRANT CREATE ON SCHEMA public TO ${target.user}`);
    await database.client.query(`GRANT CREATE ON DATABASE ${target.database} TO ${target.user}`);
    await requireSchemaRights(client, target, 'public');
    await requireSchemaRights(client, target, 'missing');
    await client.query('CREATE TABLE public.student (id int); CREATE SCHEMA missing');
    await client.end();
    await database.client.query(`DROP OWNED BY ${target.user}`);
  });

  test('ensureDatabase creates what is missing, once, in UTF8 and sorted by code point', async () => {
    const target = { ...server.target, database: newName() };
    expect(await ensureDatabase(target, signal)).toBe('created');
    expect(await ensureDatabase(target, signal)).toBe('existed');
    const client = await connect(target);
    expect((await readServer(client, target)).encoding).toBe('UTF8');
    const { rows } = await client.query("SELECT 'a' > 'B' AS by_code_point, upper('é') AS upper");
    expect(rows).toEqual([{ by_code_point: true, upper: 'É' }]);
    await client.end();
    await dropDatabase(target);
    await expect(connect(target)).rejects.toMatchObject({ code: 'database-missing' });
  });

  test('two that create the same database at once both go on', async () => {
    const target = { ...server.target, database: newName() };
    const outcomes = await Promise.all([ensureDatabase(target, signal), ensureDatabase(target, signal)]);
    expect(outcomes).toContain('created');
    await dropDatabase(target);
  });

  test('ensureDatabase says who may not', async () => {
    await using user = await freshUser(server, '');
    const target = { ...user.target, database: newName() };
    const error = await ensureDatabase(target, signal).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'create-database-denied' });
    expect(String(error)).toContain(target.user);
  });

  test('ensureDatabase works for a user with CREATEDB alone, and so does dropDatabase', async () => {
    await using user = await freshUser(server, 'CREATEDB');
    const target = { ...user.target, database: newName() };
    expect(await ensureDatabase(target, signal)).toBe('created');
    await dropDatabase(target);
  });

  test('dropDatabase ends the sessions in it, and is content when it is gone', async () => {
    const target = { ...server.target, database: newName() };
    await ensureDatabase(target, signal);
    const lingering = await connect(target);
    await dropDatabase(target);
    await expect(lingering.query('SELECT 1')).rejects.toThrow();
    await dropDatabase(target);
    await lingering.end();
  });

  test('ensureDatabase stops when told to', async () => {
    const target = { ...server.target, database: newName() };
    const blocker = await connect({ ...server.target, database: 'postgres' });
    await blocker.query('BEGIN; LOCK TABLE pg_database IN EXCLUSIVE MODE');
    const abort = new AbortController();
    const creating = ensureDatabase(target, abort.signal);
    setTimeout(() => abort.abort(), 200);
    await expect(creating).rejects.toMatchObject({ code: 'cancelled' });
    await blocker.end();
    await expect(connect(target)).rejects.toMatchObject({ code: 'database-missing' });
  });
});
