import { millisecondsWords } from '../../core/report/load-words.ts';

const whole = new Intl.NumberFormat('en');

export function count(n: number): string {
  return whole.format(n);
}

/** `1 row`, `2 rows`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function bytes(n: number): string {
  if (n < 1_000_000) return `${count(n === 0 ? 0 : Math.max(1, Math.round(n / 1000)))} kB`;
  if (n < 10_000_000_000) return `${(n / 1_000_000).toFixed(n < 10_000_000 ? 1 : 0)} MB`;
  return `${count(Math.round(n / 1_000_000_000))} GB`;
}

/** From milliseconds: `0.45 ms`, `40 ms`, `1.2 s`, `34 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 99.5) return millisecondsWords(milliseconds);
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  return `${minutes} min ${Math.round(seconds) % 60} s`;
}
