import Database from 'better-sqlite3';
import { busyPause } from './busy-pause.ts';
import type { Operation, ParameterValue, SqliteEngine, Step } from './measure.ts';
import type { Outcome } from './tally.ts';

/**
 * What SQLite does where nobody told it otherwise, as in the library that Python brings; better-sqlite3 is compiled
 * with a larger cache, without fsync in WAL mode and with foreign keys enforced (its docs/compilation.md).
 */
const asInPython = ['cache_size = -2000', 'synchronous = FULL', 'foreign_keys = OFF'];

/** Blocks the thread; false when the measurement was stopped meanwhile. */
export type Sleep = (ms: number) => boolean;

/**
 * One user of the old application: a connection of its own to the file, used as SQLAlchemy does with Python's driver.
 * Reads run outside of transactions; BEGIN comes right before the first statement that writes, and is a deferred one
 * (Python manual, sqlite3, "Transaction control via the isolation_level attribute"). Of each row only the first value is
 * made a JavaScript one, since PostgreSQL's aren't decoded either: SQLite has computed the others by then. There is no
 * interpreter lock that the users have in common, so SQLite does at least as well as in the application.
 *
 * A locked database is tried again at the moments at which SQLite's busy handler would, but from here: inside SQLite
 * nothing could end the wait when somebody cancels. It is the same for a statement outside of a transaction, for the
 * first one of a transaction and for COMMIT, the only ones that can find it locked in this order.
 */
export class SqliteUser implements Disposable {
  readonly #db: Database.Database;
  readonly #busyTimeoutMs: number;
  readonly #sleep: Sleep;
  readonly #statements: readonly Database.Statement<ParameterValue[]>[];
  readonly #begin: Database.Statement<[]>;
  readonly #commit: Database.Statement<[]>;
  readonly #rollback: Database.Statement<[]>;

  /** @throws SqliteError where a statement doesn't fit */
  constructor(
    { file, busyTimeoutMs }: Pick<SqliteEngine, 'file' | 'busyTimeoutMs'>,
    { statements, writes }: { readonly statements: readonly string[]; readonly writes: boolean },
    sleep: Sleep,
  ) {
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#sleep = sleep;
    this.#db = new Database(file, { fileMustExist: true, timeout: 0 });
    for (const setting of asInPython) this.#patiently(() => this.#db.pragma(setting));
    if (!writes) this.#db.pragma('query_only = ON');
    this.#statements = statements.map((sql) =>
      this.#patiently(() => {
        const statement = this.#db.prepare<ParameterValue[]>(sql);
        return statement.reader ? statement.pluck() : statement;
      }),
    );
    this.#begin = this.#db.prepare<[]>('BEGIN');
    this.#commit = this.#db.prepare<[]>('COMMIT');
    this.#rollback = this.#db.prepare<[]>('ROLLBACK');
  }

  /** Never throws what SQLite says: that is an outcome. */
  perform(operation: Operation): Outcome {
    try {
      let rows = 0;
      for (const step of operation) rows += this.#patiently(() => this.#take(step));
      if (this.#db.inTransaction) this.#patiently(() => this.#commit.run());
      return { kind: 'answered', rows };
    } catch (error) {
      // SQLite has rolled back by itself after some errors (manual, "Response To Errors Within A Transaction").
      if (this.#db.inTransaction) this.#rollback.run();
      return failed(error);
    }
  }

  /** @returns rows that came or were changed */
  #take({ statement: place, values }: Step): number {
    const statement = this.#statements[place];
    if (statement === undefined) throw new RangeError(`The load has no statement ${place}.`);
    if (!statement.readonly && !this.#db.inTransaction) this.#begin.run();
    return statement.reader ? statement.all(...values).length : statement.run(...values).changes;
  }

  #patiently<T>(action: () => T): T {
    let slept = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        return action();
      } catch (error) {
        const pause = isBusy(error) ? busyPause(tries, slept, this.#busyTimeoutMs) : 0;
        if (pause === 0 || !this.#sleep(pause)) throw error;
        slept += pause;
      }
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}

/** Whole numbers as SQLite's integers: better-sqlite3 binds every JavaScript number as REAL. */
export function asInPythonsDriver(operation: Operation): Operation {
  return operation.map(({ statement, values }) => ({
    statement,
    values: values.map((value) => (Number.isSafeInteger(value) ? BigInt(value ?? 0) : value)),
  }));
}

function failed(error: unknown): Outcome {
  if (!(error instanceof Database.SqliteError)) throw error;
  const isLock = isBusy(error) || /^SQLITE_(LOCKED|PROTOCOL)/.test(error.code);
  return { kind: 'failed', error: isLock ? 'locked' : 'refused', detail: error.message };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
