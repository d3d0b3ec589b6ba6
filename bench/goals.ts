import type { ContenderId } from './contender.ts';
import { highestPeak, medianPhase, medianRate, medianSeconds, type Series } from './measurement.ts';

export interface Goal {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly verdict: 'reached' | 'not reached' | 'not measured';
}

/** Compares the medians with what is to be reached; a contender that was left out leaves a goal without a verdict. */
export function judgeGoals(all: readonly Series[]): Goal[] {
  const of = (wanted: ContenderId) => all.find(({ contender }) => contender === wanted);
  const rollcall = of('rollcall');
  const tenfold = of('rollcall at ten times the rows');
  const copyRate = ratio(rollcall, of('copy'), rateOfCopy, medianRate);
  return [
    atMost(0.6, "Rollcall's time against pgloader's", ratio(rollcall, of('pgloader'), medianSeconds)),
    atLeast(0.8, "rows/s of Rollcall's copy against \\copy's, no key", copyRate),
    atLeast(
      0.85,
      "Rollcall's rows/s at ten times the rows against once",
      ratio(tenfold, rollcall, medianRate),
    ),
    below300('peak memory', rollcall),
    below300('peak memory at ten times the rows', tenfold),
  ];
}

function ratio(
  one: Series | undefined,
  other: Series | undefined,
  measure: (series: Series) => number,
  measureOther = measure,
): number | undefined {
  return one && other && measure(one) / measureOther(other);
}

/** All tables, over the whole of the phase: the server's side, the encoding, and what runs beside them. */
function rateOfCopy(series: Series): number {
  return (series.measurements[0]?.rows ?? Number.NaN) / (medianPhase(series, 'copy') / 1000);
}

function atMost(limit: number, what: string, value: number | undefined): Goal {
  return { what, wanted: `at most ${limit.toFixed(2)}`, ...judged(value, (measured) => measured <= limit) };
}

export function atLeast(limit: number, what: string, value: number | undefined): Goal {
  return { what, wanted: `at least ${limit.toFixed(2)}`, ...judged(value, (measured) => measured >= limit) };
}

/** A ratio that differs from 1 by no more than `share`, to either side. */
export function within(share: number, what: string, value: number): Goal {
  const wanted = `${(1 - share).toFixed(2)} to ${(1 + share).toFixed(2)}`;
  return { what, wanted, ...judged(value, (measured) => Math.abs(measured - 1) <= share) };
}

function judged(
  value: number | undefined,
  reaches: (value: number) => boolean,
): Pick<Goal, 'measured' | 'verdict'> {
  if (value === undefined) return { measured: '', verdict: 'not measured' };
  return { measured: value.toFixed(2), verdict: reaches(value) ? 'reached' : 'not reached' };
}

function below300(what: string, series: Series | undefined): Goal {
  const goal = { what, wanted: 'below 300 MB' };
  const peak = series && highestPeak(series);
  if (peak === undefined) return { ...goal, measured: '', verdict: 'not measured' };
  return { ...goal, measured: `${peak.toFixed(0)} MB`, verdict: peak < 300 ? 'reached' : 'not reached' };
}
