import { count } from '../words/units.ts';
import type { Step } from './progress.ts';

/** What is done, rows, rate and time left, the most telling first; what isn't known is left out. */
export function stepWords(step: Step): readonly string[] {
  const { detail, rows, totalRows, rowsPerSecond, secondsLeft } = step;
  const words: string[] = detail === undefined ? [] : [detail];
  if (rows !== undefined)
    words.push(
      totalRows === undefined ? `${count(rows)} rows` : `${count(rows)} of ${count(totalRows)} rows`,
    );
  if (rowsPerSecond !== undefined && rowsPerSecond >= 1)
    words.push(`${count(Math.round(rowsPerSecond))} rows/s`);
  if (secondsLeft !== undefined) words.push(`${timeLeft(secondsLeft)} left`);
  return words;
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
