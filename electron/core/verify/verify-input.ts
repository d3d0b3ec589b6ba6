import type { Database } from 'better-sqlite3';
import type { Client } from 'pg';
import type { Plan } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import type { RowFilter } from '../source/row-filter.ts';

export interface VerifyInput {
  /** The snapshot; all reads of the source go here. */
  readonly db: Database;
  readonly source: Source;
  readonly plan: Plan;
  readonly keep: RowFilter;
  /** A session as core/postgres opens it: ISO dates, UTC, extra_float_digits 1, hex bytea. */
  readonly connect: () => Promise<Client>;
  /** Where the tables to verify are: the staging schema or the live one. */
  readonly schema: string;
}
