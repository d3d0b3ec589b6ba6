import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { SourceTable } from '../../../shared/source.ts';
import { blocks, rowKeySql } from '../source/blocks.ts';
import { quoteName } from '../source/quote.ts';
import type { AssessedColumn } from './assessed.ts';
import { comparedText } from './compared-text.ts';
import { encoderFor, type Reading } from './encode.ts';

export interface CountedKeys {
  readonly db: Database;
  readonly table: SourceTable;
  readonly columns: readonly AssessedColumn[];
  /** The columns of each unique key. */
  readonly keys: readonly (readonly string[])[];
  /** SQL condition on the rows that count. */
  readonly rows: string;
  /** SQL for the value of a column. */
  readonly valueSql: (column: string) => string;
  readonly signal: AbortSignal;
}

/** A key that several rows have on the target. */
export interface Doubled {
  readonly value: string;
  readonly rows: number;
}

/** A row that can't arrive, by its key as rowKeySql gives it, and the place of the unique key that is in its way. */
export interface Twin {
  readonly row: string;
  readonly key: number;
}

/** Types of which two texts that need no conversion may mean one value. */
const manyTexts = new Set(['time', 'timestamp', 'timestamptz']);

/** Whether a key holds values that SQLite tells apart but the target may not, such as 1 and '1'. */
export function mayCollide(columns: readonly AssessedColumn[], key: readonly string[]): boolean {
  return columns.some(
    ({ column, route, reading, distinct }) =>
      key.includes(column.name) && !distinct && (route === 'by value' || manyTexts.has(reading.type.name)),
  );
}

/** Rows read at once: JavaScript converts each value of theirs, which has to stop within a moment. */
const blockRows = 5_000;

/**
 * How often each key occurs in a table once its values are what they become. A key of which some part is NULL or
 * can't be converted isn't counted: it collides with nothing.
 *
 * The counts lie in a TEMP table, so that their size doesn't count in memory; a connection has one such at a time.
 */
export class KeyCounts implements Disposable {
  readonly #input: CountedKeys;
  readonly #values: readonly string[];

  private constructor(input: CountedKeys) {
    this.#input = input;
    this.#values = input.keys.map((key) => convertedKeySql(input, key));
  }

  static async of(input: CountedKeys): Promise<KeyCounts> {
    input.db.exec(
      `DROP TABLE IF EXISTS temp.rollcall_key_count;
       CREATE TEMP TABLE rollcall_key_count (rollcall_key INTEGER NOT NULL, rollcall_value TEXT NOT NULL,
         rollcall_rows INTEGER NOT NULL, rollcall_taken INTEGER NOT NULL, PRIMARY KEY (rollcall_key, rollcall_value)
       ) WITHOUT ROWID`,
    );
    const counts = new KeyCounts(input);
    try {
      await counts.#count();
      return counts;
    } catch (error) {
      counts[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#input.db.exec('DROP TABLE temp.rollcall_key_count');
  }

  async #count(): Promise<void> {
    const { db, table, rows, signal } = this.#input;
    for (const block of blocks(db, table, blockRows)) {
      for (const [key, value] of this.#values.entries()) {
        db.prepare<unknown[]>(
          `INSERT INTO temp.rollcall_key_count SELECT ${key}, rollcall_value, 1, 0 FROM (
             SELECT ${value} AS rollcall_value FROM ${quoteName(table.name)} WHERE ${block.where} AND ${rows})
            WHERE rollcall_value IS NOT NULL
           ON CONFLICT DO UPDATE SET rollcall_rows = rollcall_rows + 1`,
        ).run(...block.params);
      }
      await setImmediate();
      signal.throwIfAborted();
    }
  }

  /** How many rows share a key with another, the first of each left out, and a few such keys. */
  doubled(): { readonly count: number; readonly samples: readonly Doubled[] } {
    const { db } = this.#input;
    const count = db
      .prepare<[], number>('SELECT ifnull(sum(rollcall_rows - 1), 0) FROM temp.rollcall_key_count')
      .pluck()
      .get();
    const samples = db
      .prepare<[], Doubled>(
        `SELECT rollcall_value AS value, rollcall_rows AS rows FROM temp.rollcall_key_count
          WHERE rollcall_rows > 1 LIMIT 5`,
      )
      .all();
    return { count: count ?? 0, samples };
  }

  /**
   * Tells each row that has a key in common with an earlier row which arrives, block by block. A row that stays behind
   * takes no key from those after it.
   */
  async *twins(): AsyncGenerator<Twin[]> {
    const { db, table, rows, signal } = this.#input;
    if (this.doubled().count === 0) return;
    const columns = this.#values.map((value, key) => `${value} AS rollcall_value_${key}`);
    const doubled = this.#values.map(
      (_, key) =>
        `(SELECT rollcall_value FROM temp.rollcall_key_count WHERE rollcall_key = ${key} ` +
        `AND rollcall_value = rollcall_value_${key} AND rollcall_rows > 1)`,
    );
    const isTaken = db
      .prepare<[number, string], number>(
        'SELECT rollcall_taken FROM temp.rollcall_key_count WHERE rollcall_key = ? AND rollcall_value = ?',
      )
      .pluck();
    const take = db.prepare<[number, string]>(
      'UPDATE temp.rollcall_key_count SET rollcall_taken = 1 WHERE rollcall_key = ? AND rollcall_value = ?',
    );
    for (const block of blocks(db, table, blockRows)) {
      const found = db
        .prepare<unknown[], [string, ...(string | null)[]]>(
          `SELECT rollcall_row, ${doubled.join(', ')} FROM (
             SELECT CAST(${rowKeySql(table)} AS TEXT) AS rollcall_row, ${columns.join(', ')}
               FROM ${quoteName(table.name)} WHERE ${block.where} AND ${rows})
            WHERE ${doubled.map((value) => `${value} IS NOT NULL`).join(' OR ')}`,
        )
        .raw()
        .all(...block.params);
      const twins: Twin[] = [];
      for (const [row, ...values] of found) {
        const shared = values.flatMap((value, key) => (value === null ? [] : [{ key, value }]));
        const inTheWay = shared.find(({ key, value }) => isTaken.get(key, value) === 1);
        if (inTheWay) twins.push({ row, key: inTheWay.key });
        else for (const { key, value } of shared) take.run(key, value);
      }
      yield twins;
      await setImmediate();
      signal.throwIfAborted();
    }
  }
}

/** SQL for a key as one text, as the target compares it. Registers the function that it calls. */
function convertedKeySql({ db, table, columns, valueSql }: CountedKeys, key: readonly string[]): string {
  const parts = key.map((name) => {
    const place = columns.findIndex(({ column }) => column.name === name);
    const reading = columns[place]?.reading;
    if (!reading) throw new Error(`no reading for ${table.name}.${name}`);
    const converted = `rollcall_convert_${place}`;
    db.function(converted, { deterministic: true, safeIntegers: true }, convert(reading));
    return `${converted}(${valueSql(name)})`;
  });
  return parts.join(" || ',' || ");
}

function convert(reading: Reading): (value: unknown) => string | null {
  const encode = encoderFor(reading);
  return (value) => {
    if (
      typeof value !== 'string' &&
      typeof value !== 'bigint' &&
      typeof value !== 'number' &&
      !(value instanceof Uint8Array)
    ) {
      return null;
    }
    const encoded = encode(value);
    // Quoted, so that the parts of a key stay apart.
    return typeof encoded === 'string' ? JSON.stringify(comparedText(reading.type.name, encoded)) : null;
  };
}
