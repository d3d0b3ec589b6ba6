import type { ErrorReport } from '../../../shared/errors/index.ts';
import type { LoadErrors } from '../../../shared/load-measurement.ts';
import type { Load, PostgresEngine, SqliteEngine } from './measure.ts';
import type { PackedOperations } from './packed-operations.ts';

/** What a load thread does for one cell. */
export interface Assignment<Engine extends SqliteEngine | PostgresEngine> {
  readonly engine: Engine;
  readonly load: Omit<Load, 'operations'>;
  readonly operations: PackedOperations;
  /** See `Timetable`. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

export type AnyAssignment = Assignment<SqliteEngine> | Assignment<PostgresEngine>;

export type ToThread =
  | { readonly kind: 'assign'; readonly assignment: AnyAssignment }
  /** The timetable begins at a moment of `process.hrtime`, which all threads have in common. */
  | { readonly kind: 'begin'; readonly at: bigint }
  /** The shared flag is up; for threads that wait in their event loop. */
  | { readonly kind: 'stop' };

export type FromThread =
  /** It has its connections and statements and waits for the beginning. */
  | { readonly kind: 'ready'; readonly backends: readonly number[] }
  | { readonly kind: 'counted'; readonly counted: Counted }
  /** Its connections are closed, and it waits for another assignment, as it does when it failed. */
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  /** SQLite's words about the file or a statement. */
  | { readonly kind: 'refused'; readonly detail: string };

/** What a thread's users did since it last told. */
export interface Counted {
  /** Milliseconds, of operations that ended well. */
  readonly latencies: Float64Array<ArrayBuffer>;
  /** Milliseconds by which the meter was late. */
  readonly delays: Float64Array<ArrayBuffer>;
  /** Operations that ended well within the measured time, whenever they began. */
  readonly inTime: number;
  /** Operations that ended well, each by the share of its time that lies within the measured time. */
  readonly done: number;
  readonly rows: number;
  readonly errors: readonly LoadErrors[];
  /** Milliseconds from the beginning of the measured time to the last end. */
  readonly lastEnd: number;
}
