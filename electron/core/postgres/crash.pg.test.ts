import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RollcallError } from '../../../shared/errors/index.ts';
import { startTlsServer, type TlsServer } from '../../testing/tls-server.ts';
import { startCluster, stopCluster } from '../embedded/cluster.ts';
import { connect } from './connect.ts';
import { explainPostgresError } from './errors.ts';
import { readServer } from './server.ts';

let server: TlsServer;

beforeAll(async () => {
  server = await startTlsServer(['127.0.0.1'], ['host all all samehost scram-sha-256']);
});

afterAll(async () => server[Symbol.asyncDispose]());

/** How logging in ends: `welcome`, or the code of the error. */
async function login(): Promise<unknown> {
  try {
    const client = await connect(server.running.target);
    await client.end();
    return 'welcome';
  } catch (error) {
    return error instanceof RollcallError ? error.code : error;
  }
}

async function processOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

test('a backend killed in the middle of a query, and the sessions that fall with it', async () => {
  const { target } = server.running;
  const [killed, bystander] = await Promise.all([connect(target), connect(target)]);
  const pid = await processOf(killed);
  const statements = [killed, bystander].map((client) =>
    client.query('SELECT pg_sleep(60)').catch((error: unknown) => error),
  );
  process.kill(pid, 'SIGKILL');
  for (const statement of statements) {
    expect(explainPostgresError(await statement, target).code).toBe('connection-lost');
  }
  await expect.poll(login, { timeout: 20_000 }).toBe('welcome');
});

test('a server that is shutting down', async () => {
  const lingering = await connect(server.running.target);
  process.kill(server.running.pid, 'SIGTERM');
  await expect.poll(login).toBe('server-starting');
  await lingering.end();
  await expect.poll(login).toBe('connection-refused');
});

test('a standby', async () => {
  const { cluster, target } = server.running;
  const signalFile = join(cluster.folder, 'standby.signal');
  await writeFile(signalFile, '');
  const { user } = cluster.installation;
  if (user) await chown(signalFile, user.uid, user.gid);
  await startCluster(cluster, { port: String(target.endpoint.port), hot_standby: 'on' });
  const client = await connect(target);
  await expect(readServer(client, target)).rejects.toMatchObject({ code: 'server-read-only' });
  const refused = await client.query('CREATE TABLE x ()').catch((error: unknown) => error);
  expect(explainPostgresError(refused, target).code).toBe('server-read-only');
  await client.end();
  await stopCluster(cluster, 'immediate');
});
