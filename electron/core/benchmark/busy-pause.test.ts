import { expect, test } from 'vitest';
import { busyPause } from './busy-pause.ts';

/** Pauses until it gives up. */
function allPauses(timeout: number): number[] {
  const pauses: number[] = [];
  for (;;) {
    const slept = pauses.reduce((sum, pause) => sum + pause, 0);
    const pause = busyPause(pauses.length, slept, timeout);
    if (pause === 0) return pauses;
    pauses.push(pause);
  }
}

test('it sleeps as SQLite does: short at first, then a tenth of a second, and no longer than the timeout in all', () => {
  expect(allPauses(240)).toEqual([1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 12]);
  const five = allPauses(5000);
  expect(five.reduce((sum, pause) => sum + pause, 0)).toBe(5000);
  expect(five.slice(12, -1).every((pause) => pause === 100)).toBe(true);
});

test('a timeout of nothing gives up at once', () => {
  expect(allPauses(0)).toEqual([]);
});
