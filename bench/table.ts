import type { Goal } from './goals.ts';
import { highestPeak, medianPhase, medianRate, medianSeconds, type Series } from './measurement.ts';

/** The medians as a Markdown table, one line a contender. */
export function resultTable(all: readonly Series[]): string {
  return markdown(
    ['what', 'time', 'rows/s', 'peak memory', 'of that, in seconds'],
    all.map((series) => [
      series.name,
      `${medianSeconds(series).toFixed(1)} s`,
      Math.round(medianRate(series)).toLocaleString('en'),
      megabytes(highestPeak(series)),
      phases(series),
    ]),
  );
}

/** What was to be reached, and whether it was, as a Markdown table. */
export function goalTable(goals: readonly Goal[]): string {
  return markdown(
    ['goal', 'to reach', 'measured', ''],
    goals.map(({ what, wanted, measured, verdict }) => [what, wanted, measured, verdict]),
  );
}

function megabytes(peak: number | undefined): string {
  return peak === undefined ? '' : `${peak.toFixed(0)} MB`;
}

function phases(series: Series): string {
  return Object.keys(series.measurements[0]?.phases ?? {})
    .map((name) => ({ name, seconds: medianPhase(series, name) / 1000 }))
    .filter(({ seconds }) => seconds >= 0.05)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`)
    .join(', ');
}

/** Columns are padded, so that it can be read in a terminal as well. */
export function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}
