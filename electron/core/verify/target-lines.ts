import type { Client } from 'pg';
import { to } from 'pg-copy-streams';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { PlannedTable } from '../../../shared/plan.ts';
import { quoteName } from '../source/quote.ts';
import { type KeyPart, serverOrder } from './row-order.ts';

const newline = 10;

/** The lines that COPY prints for a table, looked at before they are taken. */
export class TargetLines {
  /** Bytes that arrived and were not taken yet: first these, then those of `later`. */
  private head: Buffer = Buffer.alloc(0);
  private later: Buffer[] = [];
  private laterBytes = 0;
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, fewer than asked for at the end. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.head.length + this.laterBytes < bytes) {
      if ((await this.fetch()) === undefined) break;
    }
    this.join();
    return this.head.subarray(0, bytes);
  }

  /** The next line with its newline; undefined at the end. */
  async peekLine(): Promise<Buffer | undefined> {
    this.join();
    let end = this.head.indexOf(newline);
    while (end < 0) {
      const before = this.head.length + this.laterBytes;
      const chunk = await this.fetch();
      if (chunk === undefined) break;
      const place = chunk.indexOf(newline);
      if (place >= 0) end = before + place;
    }
    this.join();
    if (this.head.length === 0) return undefined;
    return end < 0 ? this.head : this.head.subarray(0, end + 1);
  }

  take(bytes: number): void {
    this.head = this.head.subarray(bytes);
  }

  private async fetch(): Promise<Buffer | undefined> {
    const next = await this.chunks.next();
    if (next.done === true) return undefined;
    this.later.push(next.value);
    this.laterBytes += next.value.length;
    return next.value;
  }

  private join(): void {
    if (this.later.length === 0) return;
    this.head = Buffer.concat([this.head, ...this.later]);
    this.later = [];
    this.laterBytes = 0;
  }
}

/**
 * Has the server print a table and hands its lines to `work`. When the signal aborts, the reading ends
 * at once; the connection is then of no further use.
 *
 * @param key order of the rows; any order without it
 * @param where which rows
 */
export async function withTargetLines<T>(
  client: Client,
  schema: string,
  planned: PlannedTable,
  key: readonly KeyPart[] | undefined,
  signal: AbortSignal,
  work: (lines: TargetLines) => Promise<T>,
  where = 'TRUE',
): Promise<T> {
  const columns = planned.columns.map(({ name }) => quoteName(name)).join(', ');
  const order = key === undefined ? '' : ` ORDER BY ${serverOrder(key)}`;
  const from = `${quoteName(schema)}.${quoteName(planned.name)}`;
  const select = `SELECT ${columns} FROM ${from} WHERE ${where}${order}`;
  if (signal.aborted) throw rollcallError('cancelled', {});
  const stream = client.query(to(`COPY (${select}) TO STDOUT`));
  // Errors reach `work` by the iterator; one that follows a destroyed stream has nobody else to go to.
  stream.on('error', () => {});
  const stop = () => stream.destroy(rollcallError('cancelled', {}));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(new TargetLines(stream));
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}
