import type pg from 'pg';
import type { Target } from '../shared/target.ts';
import type { Measurement } from './measure.ts';

/** What every contender is measured with. */
export interface Course {
  /** The SQLite file of a school year. */
  readonly file: string;
  /** Rows of all its tables, and of attendance alone. */
  readonly rows: { readonly all: number; readonly attendance: number };
  /** The attendance rows as CSV. */
  readonly csv: string;
  /** A database that holds the school already; bare tables are made beside its own. */
  readonly loaded: { readonly target: Target; readonly client: pg.Client };
  /** An empty database for one run, dropped afterwards. */
  readonly freshDatabase: () => Promise<{ target: Target; drop: () => Promise<void> }>;
  /** For files of the contenders. */
  readonly folder: string;
}

export interface Contender {
  readonly name: string;
  /** Why it can't take part on this machine; undefined when it can. */
  readonly obstacle: () => Promise<string | undefined>;
  readonly run: (course: Course) => Promise<Measurement>;
}
