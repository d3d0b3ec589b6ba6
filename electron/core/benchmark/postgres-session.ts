import type { Duplex } from 'node:stream';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { ParameterValue } from './measure.ts';

/** The server's last word on a request. */
export interface Reply {
  /** That came, were changed, or both. */
  readonly rows: number;
  readonly error?: pg.DatabaseError;
}

/** First bytes of the server's messages (manual, "Message Formats"). */
const codes = { commandComplete: 0x43, errorResponse: 0x45, readyForQuery: 0x5a } as const;

/** A first byte and a length of four. */
const headerBytes = 5;

const nothing = Buffer.alloc(0);

/** Bind, Execute and Sync for a prepared statement; values and results travel as text, as libpq's do. */
export function executeMessage(statement: string, values: readonly ParameterValue[]): Buffer {
  const texts = values.map((value) => (value === null ? null : String(value)));
  return Buffer.concat([serialize.bind({ statement, values: texts }), serialize.execute(), serialize.sync()]);
}

/** A statement by the simple protocol, as drivers send BEGIN and COMMIT. */
export function queryMessage(sql: string): Buffer {
  return serialize.query(sql);
}

export function prepareMessage(statement: string, sql: string): Buffer {
  return Buffer.concat([serialize.parse({ name: statement, text: sql }), serialize.sync()]);
}

/**
 * A connection that node-postgres has logged in and whose stream is taken from it: requests are ready-made messages,
 * and of the answers only their end, their count and their errors are looked at. So the server is measured and not the
 * decoding of its rows.
 */
export class PostgresSession {
  readonly #stream: Duplex;
  /** Of a message of which the rest is still to come. */
  #begun: Buffer = nothing;
  #rows = 0;
  #error: pg.DatabaseError | undefined;
  #waiting: PromiseWithResolvers<Reply> | undefined;
  #lost: Error | undefined;

  /** @param client idle, and of no use to anybody else from now on */
  constructor(client: pg.Client) {
    this.#stream = client.connection.stream;
    this.#stream.removeAllListeners('data');
    this.#stream.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#stream.on('error', (error) => this.#lose(error));
    this.#stream.on('close', () => this.#lose(new Error('The server closed the connection.')));
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * One round trip; the next can begin when it has ended.
   *
   * @throws Error when the connection is lost
   */
  async request(message: Buffer): Promise<Reply> {
    if (this.#lost !== undefined) throw this.#lost;
    this.#rows = 0;
    this.#error = undefined;
    const waiting = Promise.withResolvers<Reply>();
    this.#waiting = waiting;
    this.#stream.write(message);
    return await waiting.promise;
  }

  /** The server rolls back what is open. */
  close(): void {
    this.#stream.end(serialize.end());
  }

  #read(chunk: Buffer): void {
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    let at = 0;
    while (at + headerBytes <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      this.#understand(bytes[at], bytes, at + headerBytes, end);
      at = end;
    }
    this.#begun = at === bytes.length ? nothing : bytes.subarray(at);
  }

  #understand(code: number | undefined, bytes: Buffer, from: number, end: number): void {
    if (code === codes.commandComplete) this.#rows += countOf(bytes, end);
    else if (code === codes.errorResponse) this.#error = readError(bytes.subarray(from, end));
    else if (code === codes.readyForQuery) this.#settle();
  }

  #settle(): void {
    const reply = this.#error === undefined ? { rows: this.#rows } : { rows: 0, error: this.#error };
    this.#waiting?.resolve(reply);
    this.#waiting = undefined;
  }

  #lose(error: Error): void {
    // The server says why before it closes, and that says more than a closed connection.
    this.#lost ??= this.#error ?? error;
    this.#waiting?.reject(this.#lost);
    this.#waiting = undefined;
  }
}

/** The number at the end of a command tag, such as `SELECT 30` or `INSERT 0 1`; 0 where there is none, as in `BEGIN`. */
function countOf(bytes: Buffer, end: number): number {
  let count = 0;
  let weight = 1;
  for (let at = end - 2; ; at -= 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return count;
    count += digit * weight;
    weight *= 10;
  }
}

/** Fields of a byte and a text each (manual, "Error and Notice Message Fields"). */
function readError(fields: Buffer): pg.DatabaseError {
  const texts = new Map(
    fields
      .toString()
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  const error = new pg.DatabaseError(texts.get('M') ?? '', fields.length, 'error');
  error.code = texts.get('C');
  error.routine = texts.get('R');
  return error;
}
