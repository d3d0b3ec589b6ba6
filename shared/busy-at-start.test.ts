import { expect, test } from 'vitest';
import { busyAtStart } from './busy-at-start.ts';

const machine = { system: 'Linux', processor: '', cores: 4, memoryBytes: 1 };

test('a load average is told from more than half of the cores on, where there is one', () => {
  expect(busyAtStart({ machine, loadAverage: 2.1 })).toBe(2.1);
  expect(busyAtStart({ machine, loadAverage: 2 })).toBeUndefined();
  expect(busyAtStart({ machine })).toBeUndefined();
});
