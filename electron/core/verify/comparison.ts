import type { Differences } from './differences.ts';
import type { SourceReading } from './source-reading.ts';

/** The comparing of one table: how its source is read, where differences go, how far it is. */
export interface Comparison {
  readonly source: SourceReading;
  readonly differences: Differences;
  readonly signal: AbortSignal;
  readonly advance: (rows: number) => void;
}
