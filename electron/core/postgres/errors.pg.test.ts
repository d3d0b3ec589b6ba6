import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { platform } from 'node:os';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { RollcallError, reportError } from '../../../shared/errors/index.ts';
import type { SslMode, Target } from '../../../shared/target.ts';
import { listening } from '../../testing/listening.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { connect } from './connect.ts';
import { explainPostgresError } from './errors.ts';

function on(port: number, mode: SslMode = 'prefer'): Target {
  return {
    endpoint: { kind: 'tcp', host: '127.0.0.1', port },
    database: 'att',
    user: 'ada',
    password: 'hunter2',
    ssl: { mode },
  };
}

/** Answers an SSLRequest with `reply`, and every other message with `answer`. */
function startupServer(reply: string, answer: Buffer): Server {
  return createServer((socket) => {
    socket.on('data', (data) => {
      const sslRequest = data.length === 8 && data.readUInt32BE(4) === 80_877_103;
      socket.write(sslRequest ? reply : answer);
    });
  });
}

function message(type: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('nothing that is PostgreSQL', () => {
  test('a port where nobody listens', async () => {
    const closed = await listening(createServer());
    await closed[Symbol.asyncDispose]();
    await expect(connect(on(closed.port))).rejects.toMatchObject({ code: 'connection-refused' });
  });

  test('localhost, whose two addresses both refuse', async () => {
    const closed = await listening(createServer());
    await closed[Symbol.asyncDispose]();
    const endpoint = { kind: 'tcp', host: 'localhost', port: closed.port } as const;
    const error = await connect({ ...on(closed.port), endpoint }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'connection-refused' });
    expect(reportError(error).detail).toContain('ECONNREFUSED');
  });

  test('a folder without a socket', async () => {
    const endpoint = { kind: 'socket', folder: '/nowhere', port: 5432 } as const;
    await expect(connect({ ...on(1), endpoint })).rejects.toMatchObject({ code: 'connection-refused' });
  });

  test('a host that no name server knows', async () => {
    const endpoint = { kind: 'tcp', host: 'no-such-host.invalid', port: 5432 } as const;
    await expect(connect({ ...on(1), endpoint })).rejects.toMatchObject({ code: 'host-unknown' });
  });

  test.each<SslMode>(['disable', 'prefer', 'require'])('a web server, under sslmode=%s', async (mode) => {
    await using web = await listening(createHttpServer());
    await expect(connect(on(web.port, mode))).rejects.toMatchObject({ code: 'not-postgresql' });
  });

  test.each<SslMode>(['disable', 'prefer'])("MySQL's greeting, under sslmode=%s", async (mode) => {
    const greeting = Buffer.from('4a0000000a382e302e333600', 'hex');
    await using mysql = await listening(createServer((socket) => socket.write(greeting)));
    await expect(connect(on(mysql.port, mode))).rejects.toMatchObject({ code: 'not-postgresql' });
  });

  test('a server that says nothing is given up after the time-out', async () => {
    await using silent = await listening(createServer());
    const started = performance.now();
    const attempt = connect(on(silent.port), { timeout: 200 });
    await expect(attempt).rejects.toMatchObject({ code: 'connection-timed-out' });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('a server that stops in the middle of the TLS handshake', async () => {
    await using stuck = await listening(
      createServer((socket) => socket.once('data', () => socket.write('S'))),
    );
    const attempt = connect(on(stuck.port, 'require'), { timeout: 200 });
    await expect(attempt).rejects.toMatchObject({ code: 'connection-timed-out' });
  });

  test('a server that speaks something else than TLS after agreeing to it', async () => {
    await using odd = await listening(startupServer('S', Buffer.from('not a handshake')));
    await expect(connect(on(odd.port, 'require'))).rejects.toMatchObject({ code: 'tls-failed' });
  });

  test('a server that hangs up', async () => {
    await using abrupt = await listening(createServer((socket) => socket.resetAndDestroy()));
    await expect(connect(on(abrupt.port))).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('an abort while nothing answers', async () => {
    await using silent = await listening(createServer());
    const abort = new AbortController();
    const attempt = connect(on(silent.port), { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(attempt).rejects.toMatchObject({ code: 'cancelled' });
    await expect(connect(on(silent.port), { signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

test('a server from before 12: a stand-in that says so at log-in', async () => {
  const welcome = Buffer.concat([
    message('R', Buffer.alloc(4)),
    message('S', 'server_version', '11.22 (Debian 11.22-1)'),
    message('Z', Buffer.from('I')),
  ]);
  await using old = await listening(startupServer('N', welcome));
  const error = await connect(on(old.port)).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'server-too-old' });
  expect(reportError(error).what).toContain('11.22');
});

test('an error of ours stays what it is; what nobody foresaw is unexpected', () => {
  const ours = new RollcallError('cancelled', { what: 'a', todo: 'b' }, {});
  expect(explainPostgresError(ours, on(1))).toBe(ours);
  expect(explainPostgresError(new TypeError('a bug'), on(1)).code).toBe('unexpected');
  expect(explainPostgresError('a string', on(1)).code).toBe('unexpected');
});

describe.each(servers())('PostgreSQL $version', (server) => {
  /** A new database and a user named after it, with the rights that everybody has. */
  async function withUser() {
    const database = await freshDatabase(server);
    const user = `user_${database.target.database}`;
    const roleName = pg.escapeIdentifier(user);
    await database.client.query(`CREATE ROLE ${roleName} LOGIN PASSWORD 'hunter2'`);
    const asUser: Target = { ...database.target, user, password: 'hunter2' };
    return {
      database,
      asUser,
      role: roleName,
      async [Symbol.asyncDispose]() {
        await database.client.query(`DROP OWNED BY ${roleName}; DROP ROLE ${roleName}`);
        await database[Symbol.asyncDispose]();
      },
    };
  }

  async function failing(target: Target, ...statements: string[]): Promise<RollcallError> {
    const client = await connect(target);
    try {
      for (const statement of statements) await client.query(statement);
    } catch (error) {
      return explainPostgresError(error, target);
    } finally {
      await client.end();
    }
    throw new Error('Nothing failed.');
  }

  test('a wrong password, and none, without the password in any message', async () => {
    await using given = await withUser();
    const { password: _, ...without } = given.asUser;
    const wrong = { ...without, password: 'swordfish' };
    const rejected = await connect(wrong).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ code: 'password-rejected' });
    expect(JSON.stringify(reportError(rejected))).not.toContain('swordfish');
    await expect(connect(without)).rejects.toMatchObject({ code: 'password-needed' });
  });

  test('PGPASSWORD of this process is nobody else’s password', async () => {
    await using given = await withUser();
    const { password: _, ...without } = given.asUser;
    vi.stubEnv('PGPASSWORD', 'hunter2');
    await expect(connect(without)).rejects.toMatchObject({ code: 'password-needed' });
    vi.unstubAllEnvs();
  });

  test('a user who may not log in', async () => {
    await using given = await withUser();
    await given.database.client.query(`ALTER ROLE ${given.role} NOLOGIN`);
    await expect(connect(given.asUser)).rejects.toMatchObject({ code: 'role-missing' });
  });

  test('a missing database', async () => {
    const missing = { ...server.target, database: 'nobody made this' };
    const error = await connect(missing).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'database-missing' });
    expect(reportError(error).what).toContain('nobody made this');
  });

  test('no encryption where it is demanded', async () => {
    const { target } = server;
    await expect(connect({ ...target, ssl: { mode: 'require' } })).rejects.toMatchObject({
      code: 'tls-not-offered',
    });
    const client = await connect({ ...target, ssl: { mode: 'prefer' } });
    await client.end();
  });

  test('no right to create in schema public, which 15 took away', async () => {
    await using given = await withUser();
    await given.database.client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    const error = await failing(given.asUser, 'CREATE TABLE public.student (id int)');
    expect(error.code).toBe('schema-denied');
    expect(error.what).toContain('schema public');
  });

  test('no right to read a table', async () => {
    await using given = await withUser();
    await given.database.client.query('CREATE TABLE secret (id int)');
    expect((await failing(given.asUser, 'SELECT * FROM secret')).code).toBe('permission-denied');
  });

  test('no right to create a database', async () => {
    await using given = await withUser();
    expect((await failing(given.asUser, 'CREATE DATABASE another')).code).toBe('create-database-denied');
  });

  test('default_transaction_read_only', async () => {
    await using given = await withUser();
    await given.database.client.query(`ALTER ROLE ${given.role} SET default_transaction_read_only = on`);
    expect((await failing(given.asUser, 'CREATE TEMP TABLE x ()', 'CREATE SCHEMA y')).code).toBe(
      'server-read-only',
    );
  });

  test('too many connections', async () => {
    await using given = await withUser();
    await given.database.client.query(`ALTER ROLE ${given.role} CONNECTION LIMIT 1`);
    const first = await connect(given.asUser);
    await expect(connect(given.asUser)).rejects.toMatchObject({ code: 'too-many-connections' });
    await first.end();
  });

  test.runIf(platform() === 'linux')('a full disk: the server writes to /dev/full', async () => {
    const error = await failing(server.target, "COPY (SELECT repeat('x', 100000)) TO '/dev/full'");
    expect(error.code).toBe('disk-full');
  });

  test('a backend ended in the middle of a query, and the client afterwards', async () => {
    await using database = await freshDatabase(server);
    const client = await connect(database.target);
    const sleeping = client.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    await expect
      .poll(() =>
        database.client
          .query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%pg_sleep%'",
          )
          .then(({ rowCount }) => rowCount),
      )
      .toBe(1);
    expect(explainPostgresError(await sleeping, database.target).code).toBe('connection-lost');
    const later = await client.query('SELECT 1').catch((error: unknown) => error);
    expect(explainPostgresError(later, database.target).code).toBe('connection-lost');
  });

  test('anything else keeps the words of the server', async () => {
    const error = await failing(server.target, 'SELECT 1 / 0');
    expect(error.code).toBe('server-error');
    expect(error.what).toContain('division by zero');
  });
});
