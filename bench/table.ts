import { type Goal, medianPhase, medianSeconds, peak, rate, type Series } from './verdict.ts';

/** Medians of each contender as a Markdown table; below it, the parts of the runs that tell them. */
export function resultTable(all: readonly Series[]): string {
  const lines = all.map((series) => {
    const memory = peak(series);
    return row([
      series.name,
      `${medianSeconds(series).toFixed(1)} s`,
      Math.round(rate(series)).toLocaleString('en'),
      Number.isNaN(memory) ? '' : `${memory.toFixed(0)} MB`,
      phasesOf(series),
    ]);
  });
  return [
    row(['what', 'time', 'rows/s', 'peak memory', 'of that']),
    row(['---', '--:', '--:', '--:', '---']),
    ...lines,
  ].join('\n');
}

export function goalTable(goals: readonly Goal[]): string {
  const lines = goals.map(({ what, measured, goal, reached }) =>
    row([what, measured, goal, reached ? 'reached' : 'not reached']),
  );
  return [row(['goal', 'measured', 'to reach', '']), row(['---', '--:', '---', '---']), ...lines].join('\n');
}

function phasesOf(series: Series): string {
  const names = Object.keys(series.measurements[0]?.phases ?? {});
  return names
    .map((name) => ({ name, seconds: medianPhase(series, name) / 1000 }))
    .filter(({ seconds }) => seconds >= 0.05)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`)
    .join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
