import { Duplex } from 'node:stream';
import pg from 'pg';
import { expect, test } from 'vitest';
import { executeMessage, PostgresSession, queryMessage } from './postgres-session.ts';
import { perform } from './postgres-user.ts';

const idle = Buffer.from('5a0000000549', 'hex');
/** SQLSTATE 55P03, lock_not_available. */
const refusal = Buffer.concat([Buffer.from('450000000c', 'hex'), Buffer.from('C55P03\0\0'), idle]);

const ping = queryMessage(';');
const begin = queryMessage('BEGIN');
const commit = queryMessage('COMMIT');
const rollback = queryMessage('ROLLBACK');
const read = executeMessage('load_0', [7, null, 'سبب', 10n]);
const mark = executeMessage('load_1', ['late']);

/** A server that is content with everything but one message, and remembers what it was sent. */
function session(refused?: Buffer): { session: PostgresSession; sent: Buffer[] } {
  const sent: Buffer[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, written) {
      sent.push(chunk);
      this.push(refused !== undefined && chunk.equals(refused) ? refusal : idle);
      written();
    },
  });
  return { session: new PostgresSession(new pg.Client({ stream: () => stream })), sent };
}

test('what only reads is sent as it is, a round trip a statement', async () => {
  const { session: one, sent } = session();
  await perform(one, { writes: false, prePing: false }, [read, mark]);
  expect(sent).toEqual([read, mark]);
});

test('what writes is a transaction, after the check of the connection where that is wanted', async () => {
  const { session: one, sent } = session();
  const outcome = await perform(one, { writes: true, prePing: true }, [read, mark]);
  expect(outcome).toEqual({ kind: 'answered', rows: 0 });
  expect(sent).toEqual([ping, begin, read, mark, commit]);
});

test('a transaction that fails is rolled back, and goes no further', async () => {
  const { session: one, sent } = session(read);
  const outcome = await perform(one, { writes: true, prePing: false }, [read, mark]);
  expect(outcome).toEqual({ kind: 'failed', error: 'locked', detail: '' });
  expect(sent).toEqual([begin, read, rollback]);
});

test('a commit that is refused is no success', async () => {
  const { session: one } = session(commit);
  const outcome = await perform(one, { writes: true, prePing: false }, [mark]);
  expect(outcome).toMatchObject({ kind: 'failed' });
});
