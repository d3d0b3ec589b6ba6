import type { Measurement } from './measure.ts';
import { median } from './measure.ts';

/** All measurements of a contender, in the order of the rounds. */
export interface Series {
  readonly name: string;
  readonly measurements: readonly Measurement[];
}

export interface Goal {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly reached: boolean;
}

export function medianSeconds({ measurements }: Series): number {
  return median(measurements.map(({ seconds }) => seconds));
}

/** Rows per second of the median run. */
export function rate(series: Series): number {
  return (series.measurements[0]?.rows ?? 0) / medianSeconds(series);
}

export function medianPhase({ measurements }: Series, phase: string): number {
  return median(measurements.map(({ phases }) => phases?.[phase] ?? Number.NaN));
}

/** The highest peak of all runs; NaN where it isn't measured. */
export function peak({ measurements }: Series): number {
  return Math.max(...measurements.map(({ peakMegabytes }) => peakMegabytes ?? Number.NaN));
}

export interface Results {
  readonly rollcall: Series;
  readonly copy?: Series | undefined;
  readonly pgloader?: Series | undefined;
  readonly tenfold?: Series | undefined;
}

/** What was to be reached, and whether it was. A part that couldn't be measured has no verdict. */
export function judge({ rollcall, copy, pgloader, tenfold }: Results): Goal[] {
  const goals: Goal[] = [];
  if (pgloader) {
    const ratio = medianSeconds(rollcall) / medianSeconds(pgloader);
    goals.push({
      what: 'whole run against pgloader',
      measured: ratio.toFixed(2),
      goal: 'at most 0.60',
      reached: ratio <= 0.6,
    });
  }
  if (copy) {
    const rows = rollcall.measurements[0]?.rows ?? 0;
    const ratio = rows / (medianPhase(rollcall, 'copy') / 1000) / rate(copy);
    goals.push({
      what: 'copy against \\copy, rows/s',
      measured: ratio.toFixed(2),
      goal: 'at least 0.80',
      reached: ratio >= 0.8,
    });
  }
  if (tenfold) {
    const ratio = rate(tenfold) / rate(rollcall);
    goals.push({
      what: 'rate at ten times the rows',
      measured: ratio.toFixed(2),
      goal: 'at least 0.85',
      reached: ratio >= 0.85,
    });
  }
  for (const [size, series] of [
    ['', rollcall],
    [' at ten times the rows', tenfold],
  ] as const) {
    if (!series || Number.isNaN(peak(series))) continue;
    const megabytes = peak(series);
    goals.push({
      what: `peak memory${size}, MB`,
      measured: megabytes.toFixed(0),
      goal: 'below 300',
      reached: megabytes < 300,
    });
  }
  return goals;
}
