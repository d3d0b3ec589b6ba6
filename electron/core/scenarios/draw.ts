import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { Draw, Scenario } from '../../../shared/scenario.ts';
import type { Random } from '../values/random.ts';
import { numberForSqlite } from './numbered.ts';
import { isOnServer, type Readings, type ToServer, toServerOf } from './to-server.ts';

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

/** Operations that were drawn, with how their values are written on the server. */
export interface Draws {
  readonly drawn: readonly Drawn[];
  readonly toServer: ToServer;
}

/**
 * Draws the values of a scenario's operations from the school's own rows, the same for the same `random`.
 *
 * @returns nothing drawn when there are no rows to draw from
 * @throws SqliteError when a drawing query isn't one, ZodError when it gives blobs
 */
export function drawOperations(
  db: Database,
  { draw }: Scenario,
  random: Random,
  readings: Readings = () => undefined,
): Draws {
  if (draw === undefined) return { drawn: [{ values: {}, each: [] }], toServer: new Map() };
  const statement = db.prepare(draw.sql).safeIntegers();
  const own = toServerOf(statement, readings);
  const rows = candidates(statement, draw.by, own, random);
  const repeated = draw.each === undefined ? undefined : eachReader(db, draw.each, readings);
  const count = repeated === undefined ? operations : operationsWithEach;
  const drawn = Array.from({ length: rows.length === 0 ? 0 : count }, () => {
    const values = rows[draw.by === 'recent' ? recent(rows.length, random) : random.below(rows.length)] ?? {};
    return { values, each: repeated?.read(values) ?? [] };
  });
  return { drawn, toServer: new Map([...own, ...(repeated?.toServer ?? [])]) };
}

function candidates(statement: Statement, by: Draw['by'], toServer: ToServer, random: Random): DrawnValues[] {
  const rows: DrawnValues[] = [];
  let seen = 0;
  for (const row of statement.iterate()) {
    if (by === 'recent' && rows.length === mostRows) break;
    const values = Row.parse(row);
    if (!isOnServer(values, toServer)) continue;
    seen += 1;
    // Vitter's reservoir: each row stays with the same probability.
    const place = seen <= mostRows ? rows.length : random.below(seen);
    if (place < mostRows) rows[place] = values;
  }
  return rows;
}

/** The first tenth nine times out of ten. */
function recent(length: number, random: Random): number {
  return random.below(random.chance(0.9) ? Math.ceil(length / 10) : length);
}

/** Reads the rows for which an operation repeats statements; many operations draw the same. */
function eachReader(
  db: Database,
  sql: string,
  readings: Readings,
): { read: (values: DrawnValues) => DrawnValues[]; toServer: ToServer } {
  const { sql: numbered, parameters } = numberForSqlite(sql);
  const statement = db.prepare(numbered).safeIntegers();
  const toServer = toServerOf(statement, readings);
  const known = new Map<DrawnValues, DrawnValues[]>();
  const read = (values: DrawnValues) => {
    const rows =
      known.get(values) ??
      statement
        .all(...parameters.map((name) => values[name]))
        .map((row) => Row.parse(row))
        .filter((row) => isOnServer(row, toServer));
    known.set(values, rows);
    return rows;
  };
  return { read, toServer };
}
