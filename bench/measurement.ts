import type { ContenderId } from './contender.ts';

/** What one run of a contender took. */
export interface Measurement {
  readonly seconds: number;
  /** Rows that were moved in that time. */
  readonly rows: number;
  /** Highest resident memory of the contender's process, in MB of 2^20 bytes; Linux only. */
  readonly peakMegabytes?: number;
  /** Parts of the run in milliseconds, where the contender tells them. They may overlap. */
  readonly phases?: Readonly<Record<string, number>>;
}

/** All measurements of one contender, in the order of the rounds. */
export interface Series {
  readonly contender: ContenderId;
  readonly name: string;
  /** Of the rows, where the rest would take too long. */
  readonly share: number;
  readonly measurements: readonly Measurement[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Of the whole, also where only a share of the rows was moved. */
export function medianSeconds({ measurements, share }: Series): number {
  return median(measurements.map(({ seconds }) => seconds)) / share;
}

/** Rows per second of the median run. */
export function medianRate({ measurements }: Series): number {
  return median(measurements.map(({ rows, seconds }) => rows / seconds));
}

/** Milliseconds; NaN where a run didn't tell that phase. */
export function medianPhase({ measurements }: Series, phase: string): number {
  return median(measurements.map(({ phases }) => phases?.[phase] ?? Number.NaN));
}

/** The highest peak of all runs, in MB; undefined where it isn't measured. */
export function highestPeak({ measurements }: Series): number | undefined {
  const peaks = measurements.flatMap(({ peakMegabytes }) => peakMegabytes ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}
