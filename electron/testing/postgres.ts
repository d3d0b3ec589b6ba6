import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Target } from '../../shared/target.ts';
import type { TestServer } from './test-server.ts';

export type { TestServer } from './test-server.ts';

/** The servers of this run, newest first; for `describe.each(servers())('PostgreSQL $version', …)`. */
export function servers(): TestServer[] {
  return inject('servers');
}

/** A new, empty database; dropped with every session in it when disposed. */
export interface FreshDatabase extends AsyncDisposable {
  readonly target: Target;
  readonly url: string;
  /** Connected to it as the superuser. */
  readonly client: pg.Client;
}

/** Makes an empty database on `server`, for `await using`. */
export async function freshDatabase(server: TestServer): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const target: Target = { ...server.target, database: name };
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const client = new pg.Client(urlOf(target));
  await client.connect();
  return {
    target,
    url: urlOf(target),
    client,
    async [Symbol.asyncDispose]() {
      await client.end();
      await dropWithSessions(server, name);
    },
  };
}

/** As DROP DATABASE … WITH (FORCE) does, which came with PostgreSQL 13. */
export async function dropWithSessions(server: TestServer, name: string): Promise<void> {
  await onServer(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  await onServer(server, `DROP DATABASE IF EXISTS ${name}`);
}

async function onServer({ target }: TestServer, sql: string): Promise<void> {
  const client = new pg.Client(urlOf(target));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf({ endpoint, user, password, database }: Target): string {
  if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  return `postgresql://${user}:${password}@${endpoint.host}:${endpoint.port}/${database}`;
}
