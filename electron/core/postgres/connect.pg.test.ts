import { createConnection, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/target.ts';
import { listening } from '../../testing/listening.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { cancellable, connect } from './connect.ts';

/** A way to `target` that tells when a cancel comes along, and holds it up for a tenth of a second. */
async function slowWayTo(target: Target) {
  if (target.endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  const { host, port } = target.endpoint;
  const seen = Promise.withResolvers<void>();
  const proxy = createServer((near) => {
    const far = createConnection({ host, port });
    far.pipe(near);
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
    near.on('data', (data) => {
      const isCancel = data.includes('pg_cancel_backend');
      if (isCancel) seen.resolve();
      setTimeout(() => far.write(data), isCancel ? 100 : 0);
    });
  });
  const { port: proxyPort, ...listener } = await listening(proxy);
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port: proxyPort } as const;
  return { ...listener, target: { ...target, endpoint }, cancelSeen: seen.promise };
}

/** A way to `target` that doesn't pass on when the client leaves, as a network that fails in between doesn't. */
async function deafLineTo(target: Target) {
  if (target.endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  const { host, port } = target.endpoint;
  const farSides = new Set<Socket>();
  const proxy = await listening(
    createServer((near) => {
      const far = createConnection({ host, port }).on('error', () => undefined);
      farSides.add(far);
      near.on('data', (data) => far.write(data));
      far.on('data', (data) => near.write(data));
    }),
  );
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port: proxy.port } as const;
  return {
    target: { ...target, endpoint },
    async [Symbol.asyncDispose]() {
      for (const far of farSides) far.destroy();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

describe.each(servers())('PostgreSQL $version', (server) => {
  describe('connect', () => {
    test('fixes the session, whatever the role is set to', async () => {
      await using database = await freshDatabase(server);
      const name = pg.escapeIdentifier(database.target.database);
      const unwanted = {
        datestyle: "'German'",
        timezone: "'Asia/Qatar'",
        intervalstyle: "'sql_standard'",
        extra_float_digits: '-5',
        bytea_output: "'escape'",
        statement_timeout: "'20ms'",
        client_encoding: "'LATIN1'",
      };
      for (const [setting, value] of Object.entries(unwanted)) {
        await database.client.query(`ALTER DATABASE ${name} SET ${setting} = ${value}`);
      }
      const client = await connect(database.target);
      const { rows } = await client.query(`
        SELECT timestamptz '2026-11-23 10:00+03' || '' AS instant, date '2026-11-23' || '' AS day,
               0.1::float8 + 0.2::float8 || '' AS sum, '\\x00ff'::bytea::text AS bytes, 'ع' AS letter,
               interval '1 day 2 hours' || '' AS span, pg_sleep(0.1),
               current_setting('application_name') AS application`);
      expect(rows).toEqual([
        {
          instant: '2026-11-23 07:00:00+00',
          day: '2026-11-23',
          sum: '0.30000000000000004',
          bytes: '\\x00ff',
          letter: 'ع',
          span: 'P1DT2H',
          pg_sleep: '',
          application: 'rollcall',
        },
      ]);
      await client.end();
    });

    test('takes another database and another name', async () => {
      const client = await connect(server.target, { database: 'template1', applicationName: 'bench' });
      const { rows } = await client.query(
        "SELECT current_database() AS database, current_setting('application_name') AS name",
      );
      expect(rows).toEqual([{ database: 'template1', name: 'bench' }]);
      await client.end();
    });
  });

  describe('cancellable', () => {
    /** Runs `work` until `ready` says so, aborts, and returns the error with the time since the abort. */
    async function aborted(
      client: pg.Client,
      work: () => Promise<unknown>,
    ): Promise<{ error: unknown; milliseconds: number }> {
      const abort = new AbortController();
      const running = cancellable(client, server.target, abort.signal, work).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const started = performance.now();
      abort.abort();
      const error = await running;
      return { error, milliseconds: performance.now() - started };
    }

    /** Server processes of `application` that do something. */
    async function busy(application: string): Promise<unknown[]> {
      const client = await connect(server.target);
      const { rows } = await client.query(
        "SELECT query FROM pg_stat_activity WHERE application_name = $1 AND state <> 'idle'",
        [application],
      );
      await client.end();
      return rows;
    }

    test('cancels a statement on the server and leaves the client usable', async () => {
      const client = await connect(server.target, { applicationName: 'sleeper' });
      const { error, milliseconds } = await aborted(client, () => client.query('SELECT pg_sleep(60)'));
      expect(error).toMatchObject({ code: 'cancelled' });
      expect(milliseconds).toBeLessThan(1_000);
      expect(await busy('sleeper')).toEqual([]);
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await client.end();
    });

    test('spares the statement that follows from a cancel still on its way', async () => {
      await using slow = await slowWayTo(server.target);
      const client = await connect(server.target);
      const abort = new AbortController();
      const running = cancellable(client, slow.target, abort.signal, () => slow.cancelSeen);
      abort.abort();
      await running;
      await client.query('SELECT pg_sleep(0.3)');
      await client.end();
    });

    test('stops work that goes from statement to statement', async () => {
      const client = await connect(server.target, { applicationName: 'walker' });
      let statements = 0;
      const { error, milliseconds } = await aborted(client, async () => {
        for (;;) {
          await client.query('SELECT pg_sleep(0.001)');
          statements += 1;
        }
      });
      expect(error).toMatchObject({ code: 'cancelled' });
      expect(milliseconds).toBeLessThan(1_000);
      const then = statements;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(statements).toBe(then);
      await client.end();
    });

    test('cuts the connection of a COPY that waits for data', async () => {
      const client = await connect(server.target, { applicationName: 'copier' });
      await client.query('CREATE TEMP TABLE landing (id int)');
      const rows = new PassThrough();
      rows.write('1\n');
      const { error, milliseconds } = await aborted(client, () =>
        pipeline(rows, client.query(copyFrom('COPY landing FROM STDIN'))),
      );
      expect(error).toMatchObject({ code: 'cancelled' });
      expect(milliseconds).toBeLessThan(2_000);
      await expect.poll(() => busy('copier')).toEqual([]);
      await client.end();
    });

    test('ends the server’s side of a COPY too, which may not hear that its line was cut', async () => {
      await using line = await deafLineTo(server.target);
      const client = await connect(line.target, { applicationName: 'deaf copier' });
      await client.query('CREATE TEMP TABLE landing (id int)');
      const { error } = await aborted(client, () =>
        pipeline(new PassThrough(), client.query(copyFrom('COPY landing FROM STDIN'))),
      );
      expect(error).toMatchObject({ code: 'cancelled' });
      await expect.poll(() => busy('deaf copier')).toEqual([]);
    });

    test('gives up on work that never looks at its client', async () => {
      const client = await connect(server.target);
      const { error, milliseconds } = await aborted(client, () => new Promise(() => undefined));
      expect(error).toMatchObject({ code: 'cancelled' });
      expect(milliseconds).toBeLessThan(2_000);
      await client.end();
    });

    test('keeps the result of work that was done all the same', async () => {
      const client = await connect(server.target);
      const abort = new AbortController();
      const result = cancellable(client, server.target, abort.signal, async () => {
        abort.abort();
        return 'committed';
      });
      await expect(result).resolves.toBe('committed');
      await client.end();
    });

    test('starts nothing when the signal has aborted, and explains what fails without it', async () => {
      const client = await connect(server.target);
      let started = false;
      const never = cancellable(client, server.target, AbortSignal.abort(), async () => {
        started = true;
      });
      await expect(never).rejects.toMatchObject({ code: 'cancelled' });
      expect(started).toBe(false);
      const failed = cancellable(client, server.target, new AbortController().signal, () =>
        client.query('SELECT 1 / 0'),
      );
      await expect(failed).rejects.toMatchObject({ code: 'server-error' });
      await client.end();
    });

    test('leaves no connection of its own behind', async () => {
      const client = await connect(server.target);
      await aborted(client, () => client.query('SELECT pg_sleep(60)'));
      const own = () =>
        client
          .query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'rollcall cancel'")
          .then(({ rowCount }) => rowCount);
      await expect.poll(own).toBe(0);
      await client.end();
    });
  });
});
