import type { NewIndex } from '../../../../shared/indexes.ts';

/** A query that is planned for whatever values its parameters may have. */
export interface PlannedQuery {
  readonly sql: string;
  readonly parameters: number;
}

/** Asks the planner what a query would cost if there were certain indexes besides those that are there. */
export interface Trial {
  readonly how: 'hypopg' | 'copy';
  /**
   * In the planner's own unit.
   *
   * @param present of the candidates of the trial
   * @returns undefined where the server can't plan the query
   */
  readonly costOf: (query: PlannedQuery, present: readonly NewIndex[]) => Promise<number | undefined>;
  /** What an index takes; guessed by hypopg, as it is on a copy. */
  readonly bytesOf: (index: NewIndex) => Promise<number>;
}
