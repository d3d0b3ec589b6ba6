/** Milliseconds between the tries of SQLite's own busy handler (sqliteDefaultBusyCallback in src/main.c). */
const pauses = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

/**
 * How long SQLite sleeps before it tries a locked database again under `PRAGMA busy_timeout`.
 *
 * @param tries that found it locked before
 * @param slept milliseconds in the pauses before
 * @returns milliseconds; 0 where it gives up
 */
export function busyPause(tries: number, slept: number, timeout: number): number {
  const pause = pauses[Math.min(tries, pauses.length - 1)] ?? 100;
  return Math.max(0, Math.min(pause, timeout - slept));
}
