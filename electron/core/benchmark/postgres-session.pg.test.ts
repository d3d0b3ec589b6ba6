import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/target.ts';
import { startTlsServer, type TlsServer } from '../../testing/tls-server.ts';
import { connect } from '../postgres/connect.ts';
import { LoadThreads } from './load-threads.ts';
import { measure } from './measure.ts';
import { PostgresPool } from './postgres-pool.ts';
import { executeMessage } from './postgres-session.ts';

const threads = new LoadThreads();
let server: TlsServer;

beforeAll(async () => {
  server = await startTlsServer(
    ['127.0.0.1'],
    ['local all all scram-sha-256', 'hostssl all all samehost scram-sha-256'],
  );
  const client = await connect({ ...server.running.target, ssl: { mode: 'require' } });
  await client.query(
    "CREATE TABLE mark AS SELECT n AS id, repeat('x', 500) AS remark FROM generate_series(1, 1000) n",
  );
  await client.end();
});

afterAll(async () => {
  await threads[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const ways: readonly [string, () => Target][] = [
  ['sslmode=require', () => ({ ...server.running.target, ssl: { mode: 'require' } })],
  [
    'sslmode=verify-full',
    () => ({ ...server.running.target, ssl: { mode: 'verify-full', caFile: server.caFile } }),
  ],
  [
    'a socket of this machine',
    () => {
      const { endpoint, ...target } = server.running.target;
      return { ...target, endpoint: { kind: 'socket', folder: server.socketFolder, port: endpoint.port } };
    },
  ],
];

/** Two of the server's answers: one larger than a read, and one of a few bytes. */
const statements = ['SELECT * FROM mark', 'SELECT id FROM mark WHERE id = $1'];

describe.each(ways)('the load test over %s', (_, targetOf) => {
  test('understands answers of any size, and errors', async () => {
    const engine = {
      kind: 'postgres',
      target: targetOf(),
      searchPath: ['public'],
      pool: 1,
      prePing: false,
    } as const;
    using pool = new PostgresPool(engine, { statements, writes: false, users: 1 });
    await pool.fill();
    const session = await pool.take();
    expect(await session.request(executeMessage('load_0', []))).toEqual({ rows: 1000 });
    expect(await session.request(executeMessage('load_1', [7]))).toEqual({ rows: 1 });
    const { error } = await session.request(executeMessage('load_1', ['x']));
    expect(error).toMatchObject({ code: '22P02' });
    expect(await session.request(executeMessage('load_0', []))).toEqual({ rows: 1000 });
    expect(session.isLost).toBe(false);
  });

  test('measures from a thread of its own', async () => {
    const engine = {
      kind: 'postgres',
      target: targetOf(),
      searchPath: ['public'],
      pool: 2,
      prePing: true,
    } as const;
    const operations = [[{ statement: 0, values: [] }], [{ statement: 1, values: [5] }]];
    const load = {
      statements,
      operations,
      writes: false,
      users: 2,
      pattern: { kind: 'closed' },
      bound: { kind: 'operations', operations: 200 },
      warmUpSeconds: 0,
    } as const;
    const signal = new AbortController().signal;
    const round = await measure({ engine, load }, { threads, signal, onInterval: () => undefined });
    expect(round).toMatchObject({ operations: 200, rows: 100 * 1001, errors: [] });
  });
});
