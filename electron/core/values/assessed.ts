import type { Sample } from '../../../shared/finding.ts';
import type { SourceColumn, SourceTable } from '../../../shared/source.ts';
import type { Reading } from './encode.ts';
import type { RejectionReason } from './stored-value.ts';

/** How SQLite itself can write a column for COPY; `by value` when each value has to pass the encoder. */
export type Route = 'as it is' | 'escaped' | 'as hex' | 'by value';

export interface RejectionCount {
  readonly reason: RejectionReason;
  count: number;
  readonly samples: Sample[];
}

/** What preflight found out about a column, for the stages after it. */
export interface AssessedColumn {
  readonly column: SourceColumn;
  readonly reading: Reading;
  readonly route: Route;
  /** What the type can't take. */
  readonly rejections: readonly RejectionCount[];
  /** True where some value is another on the target, such as yes TRUE: expressions over it may mean another thing. */
  readonly converted: boolean;
  /** True where no two values become one on the target; known only where they were looked at one by one. */
  readonly distinct: boolean;
  /** Values that aren't NULL. */
  readonly nonNull: number;
  /** Highest value of a column of integers. */
  readonly max?: bigint | undefined;
}

/** A table with its columns in their order. */
export interface AssessedTable {
  readonly table: SourceTable;
  readonly columns: readonly AssessedColumn[];
}
