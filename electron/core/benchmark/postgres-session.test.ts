import { PassThrough } from 'node:stream';
import pg from 'pg';
import { expect, test } from 'vitest';
import { PostgresSession } from './postgres-session.ts';

/** A server's message: its first byte, the length of the rest, the rest. */
function message(code: string, ...content: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const head = Buffer.alloc(5, code);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const bound = message('2');
const row = message('D', Buffer.of(0, 1), Buffer.of(0, 0, 0, 3), 'CZE');
const done = (tag: string) => message('C', tag, '\0');
const idle = message('Z', 'I');
const failure = message('E', 'SERROR\0VERROR\0C23505\0Mdoppelt\0Rcheck\0', '\0');

/** A session whose server says what the test feeds it. */
function session(): { session: PostgresSession; stream: PassThrough } {
  const stream = new PassThrough();
  const client = new pg.Client({ stream: () => stream });
  return { session: new PostgresSession(client), stream };
}

async function answered(chunks: readonly Buffer[]) {
  const { session: one, stream } = session();
  const reply = one.request(Buffer.alloc(0));
  for (const chunk of chunks) stream.emit('data', chunk);
  return await reply;
}

test.each([
  ['SELECT 30', 30],
  ['INSERT 0 7', 7],
  ['UPDATE 0', 0],
  ['BEGIN', 0],
])('%s counts as %i rows', async (tag, rows) => {
  expect(await answered([bound, row, done(tag), idle])).toEqual({ rows });
});

test('an answer is understood however the network cuts it', async () => {
  const whole = Buffer.concat([bound, row, row, done('SELECT 2'), idle]);
  for (let cut = 1; cut < whole.length; cut += 1) {
    expect(await answered([whole.subarray(0, cut), whole.subarray(cut)])).toEqual({ rows: 2 });
  }
  expect(await answered([...whole].map((byte) => Buffer.of(byte)))).toEqual({ rows: 2 });
});

test('an error is the answer once the server is ready again, with its code and its words', async () => {
  const { error } = await answered([bound, failure, idle]);
  expect(error).toBeInstanceOf(pg.DatabaseError);
  expect(error).toMatchObject({ code: '23505', message: 'doppelt', routine: 'check' });
});

test('a connection that ends says why, as far as the server said it', async () => {
  const { session: one, stream } = session();
  const reply = one.request(Buffer.alloc(0));
  stream.emit('data', message('E', 'C57P01\0Mterminating\0', '\0'));
  stream.destroy();
  await expect(reply).rejects.toMatchObject({ code: '57P01' });
  expect(one.isLost).toBe(true);
  await expect(one.request(Buffer.alloc(0))).rejects.toMatchObject({ code: '57P01' });
});
