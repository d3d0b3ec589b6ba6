import { rollcallError } from '../../../shared/errors/index.ts';
import type { Latency, LoadErrors } from '../../../shared/load-measurement.ts';
import type { Bound, Pattern } from '../../../shared/load-test.ts';
import type { Target } from '../../../shared/target.ts';
import { Crew } from './crew.ts';
import type { LatencyHistogram } from './latency-histogram.ts';
import type { LoadThreads } from './load-threads.ts';
import { startPulse } from './pulse.ts';
import { RoundCount } from './round-count.ts';
import { tellingInterval } from './tally.ts';

/**
 * What a parameter can be in both engines. Whole numbers reach SQLite as its integers, as Python's driver sends them,
 * and everything reaches PostgreSQL as text, whose type the server infers from the statement.
 */
export type ParameterValue = string | number | bigint | null;

/** One statement with its values, a round trip of its own. */
export interface Step {
  /** Its place in `statements` of the load. */
  readonly statement: number;
  /** In the order of `?` or of `$1`, `$2` and so on. */
  readonly values: readonly ParameterValue[];
}

/** What a user does at a time, one step after the other: the request whose latency is measured. */
export type Operation = readonly Step[];

/** What is to be done, whoever answers. */
export interface Load {
  /** Prepared once by each connection, with `?` for SQLite and `$1` for PostgreSQL. */
  readonly statements: readonly string[];
  /**
   * Drawn beforehand; the users together go through the list, and through it again. So all engines are asked the same
   * in the same order. Not empty.
   */
  readonly operations: readonly Operation[];
  /** Each operation is a transaction that is committed. */
  readonly writes: boolean;
  readonly users: number;
  readonly pattern: Pattern;
  readonly bound: Bound;
  /** Before the bound begins; of what starts meanwhile only that counts which outlasts a closed loop's measured time. */
  readonly warmUpSeconds: number;
  /** How long answers are waited for after the end; what has none by then counts as `timeout`. 30 unless told. */
  readonly patienceSeconds?: number;
}

/** A file that each user has open in a thread of its own. What writes changes it. */
export interface SqliteEngine {
  readonly kind: 'sqlite';
  readonly file: string;
  readonly busyTimeoutMs: number;
}

/** A server whose connections the users share. What writes changes it. */
export interface PostgresEngine {
  readonly kind: 'postgres';
  readonly target: Target;
  /** Schemas in the order in which they are searched. */
  readonly searchPath: readonly string[];
  /** Connections at most. */
  readonly pool: number;
  /** Whether a connection is tried with an empty statement before each use. */
  readonly prePing: boolean;
}

/** One engine under one load. */
export interface Cell {
  readonly engine: SqliteEngine | PostgresEngine;
  readonly load: Load;
}

/** What a cell gave in one go. */
export interface Round {
  /** Those that ended well and began, or were meant to begin, in the measured time, or outlasted all of it. */
  readonly operations: number;
  /** Rows that they returned or changed. */
  readonly rows: number;
  /** Length of the measured time; under a bound of operations until the last answer. */
  readonly seconds: number;
  /**
   * Operations that ended well, a second. In a closed loop each counts by the share of its time that lies within the
   * measured time: so one that takes longer counts for what it is. In an open loop those that ended within the measured time.
   */
  readonly throughput: number;
  /** Of operations that began, or were meant to, in the measured time. */
  readonly errors: readonly LoadErrors[];
  /** Of operations that ended well, from the intended start. */
  readonly latencies: LatencyHistogram;
  /**
   * How late the meter itself was. In an open loop: from the moment at which an operation was due, and a user free, to
   * its beginning. In a closed loop: for SQLite from a user's answer to its next operation; for PostgreSQL until the
   * event loop that reads the answers noticed a tick of another thread, a hundred times a second.
   */
  readonly meter: LatencyHistogram;
}

/** What ended since the last of these. */
export interface Interval {
  /** Operations that ended well, a second. */
  readonly throughput: number;
  readonly latency?: Latency;
  readonly errors: number;
}

export interface MeasureContext {
  /** Kept from cell to cell. */
  readonly threads: LoadThreads;
  readonly signal: AbortSignal;
  /** About twice a second, of the measured time only. */
  readonly onInterval: (interval: Interval) => void;
}

/**
 * Lets the users of the cell work on its engine until the bound is reached, from threads that are ready before the
 * clock starts. Operations that are under way at the end are waited for; in a closed loop the others go on, uncounted,
 * until each user has had one answer.
 *
 * What is measured is the database, not an application: nothing is decoded, and users don't think. On one machine the
 * load and the server share its cores, as SQLite and the application do. A round trip to PostgreSQL takes this client
 * about 15 microseconds of a core, and pgbench 9 (`npm run bench:load` holds it to that): beyond some 50,000 round
 * trips a second the meter would be what is measured, and its delay tells.
 *
 * @throws RollcallError of `connect`, or server-error where a statement can't be prepared; `unexpected` where SQLite
 *   refuses the file or a statement; `cancelled` within a second of the abort
 */
export async function measure(cell: Cell, { threads, signal, onInterval }: MeasureContext): Promise<Round> {
  if (signal.aborted) throw rollcallError('cancelled', {});
  const count = new RoundCount();
  await using crew = new Crew(cell, threads, (counted) => count.add(counted));
  await crew.ready(signal);
  const timetable = crew.begin();
  const pulse = startPulse(timetable, () => onInterval(count.takeInterval(tellingInterval)));
  try {
    for (const error of await crew.finish(timetable, signal)) count.fail(error);
  } finally {
    pulse.stop();
  }
  return count.round(cell.load);
}
