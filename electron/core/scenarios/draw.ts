import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Draw, Scenario } from '../../../shared/load-test.ts';
import type { Random } from '../values/random.ts';
import { numberForSqlite } from './numbered.ts';

export type DrawnValue = string | number | bigint | null;
/** By the name of the parameter, in small letters: a column is called as its table spells it. */
export type DrawnValues = Readonly<Record<string, DrawnValue>>;

/** The values of one operation. */
export interface Drawn {
  readonly values: DrawnValues;
  /** Of the rows for which the statements marked `each` are run. */
  readonly each: readonly DrawnValues[];
}

/** Rows that are drawn from; of more, these are the newest, or a fair choice. */
const mostRows = 20_000;
/** Operations that are drawn: as many different ones as keep the engines from answering by heart. */
const operations = 2_000;
/** An operation over a whole class has some thirty values for each of its students. */
const operationsWithEach = 400;

/** SQLite's values but for blobs, which no parameter takes. */
const Row = z
  .record(z.string(), z.union([z.string(), z.number(), z.bigint(), z.null()]))
  .transform((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value])),
  );

/**
 * Draws the values of a scenario's operations from the school's own rows, the same for the same `random`.
 *
 * @returns nothing when there are no rows to draw from
 * @throws SqliteError when a drawing query isn't one, ZodError when it gives blobs
 */
export function drawOperations(db: Database, { draw }: Scenario, random: Random): Drawn[] {
  if (draw === undefined) return [{ values: {}, each: [] }];
  const rows = candidates(db, draw, random);
  if (rows.length === 0) return [];
  const count = draw.each === undefined ? operations : operationsWithEach;
  const eachOf = draw.each === undefined ? () => [] : eachReader(db, draw.each);
  return Array.from({ length: count }, () => {
    const values = rows[draw.by === 'recent' ? recent(rows.length, random) : random.below(rows.length)] ?? {};
    return { values, each: eachOf(values) };
  });
}

function candidates(db: Database, { sql, by }: Draw, random: Random): DrawnValues[] {
  const rows: DrawnValues[] = [];
  let seen = 0;
  for (const row of db.prepare(sql).safeIntegers().iterate()) {
    seen += 1;
    if (rows.length < mostRows) rows.push(Row.parse(row));
    else if (by === 'recent') break;
    else {
      // Vitter's reservoir: each row stays with the same probability.
      const place = random.below(seen);
      if (place < mostRows) rows[place] = Row.parse(row);
    }
  }
  return rows;
}

/** The first tenth nine times out of ten. */
function recent(length: number, random: Random): number {
  return random.below(random.chance(0.9) ? Math.ceil(length / 10) : length);
}

/** Reads the rows for which an operation repeats statements; many operations draw the same. */
function eachReader(db: Database, sql: string): (values: DrawnValues) => DrawnValues[] {
  const { sql: numbered, parameters } = numberForSqlite(sql);
  const statement = db.prepare(numbered).safeIntegers();
  const known = new Map<DrawnValues, DrawnValues[]>();
  return (values) => {
    const rows =
      known.get(values) ??
      statement.all(...parameters.map((name) => values[name])).map((row) => Row.parse(row));
    known.set(values, rows);
    return rows;
  };
}
