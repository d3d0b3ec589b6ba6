import { count, duration } from '../words/units.ts';
import type { Step } from './progress.ts';

/** Rows, rate and time left, the most telling first; what isn't known is left out. */
export function stepWords(step: Step): readonly string[] {
  const { rows, totalRows, rowsPerSecond, secondsLeft } = step;
  const words: string[] = [];
  if (rows !== undefined)
    words.push(
      totalRows === undefined ? `${count(rows)} rows` : `${count(rows)} of ${count(totalRows)} rows`,
    );
  if (rowsPerSecond !== undefined) words.push(`${count(Math.round(rowsPerSecond))} rows/s`);
  if (secondsLeft !== undefined) words.push(`${duration(Math.ceil(secondsLeft) * 1000)} left`);
  return words;
}
