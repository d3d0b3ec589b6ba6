import { expect, test } from 'vitest';
import { LoadClock } from './load-clock.ts';

function clockOf(planned: readonly (number | undefined)[], rounds: number) {
  let ms = 0;
  const clock = new LoadClock(planned, rounds, () => ms);
  return {
    clock,
    pass: (seconds: number) => {
      ms += seconds * 1000;
      return clock.read();
    },
    measure: (index: number, seconds: number) => {
      clock.begin(index);
      ms += seconds * 1000;
      clock.end();
      return clock.read();
    },
  };
}

test('what took long once is expected to take as long again', () => {
  const { measure } = clockOf([1, 1], 2);
  expect(measure(0, 1)).toEqual({ fraction: 1 / 4, secondsLeft: 3 });
  expect(measure(1, 9).secondsLeft).toBe(10);
  expect(measure(1, 9).secondsLeft).toBe(1);
  expect(measure(0, 1)).toEqual({ fraction: 1, secondsLeft: 0 });
});

test('the time left falls while something is measured, and the bar never turns back', () => {
  const { clock, pass, measure } = clockOf([10, 10], 1);
  clock.begin(0);
  expect(pass(4)).toEqual({ fraction: 4 / 20, secondsLeft: 16 });
  const late = pass(36);
  expect(late.secondsLeft).toBeCloseTo(10.5);
  clock.end();
  expect(clock.read().fraction).toBe(Math.max(late.fraction, 40 / 50));
  expect(measure(1, 10)).toEqual({ fraction: 1, secondsLeft: 0 });
});

test('what is under way is not done, and without a plan nothing is foretold before something was measured', () => {
  const { clock, pass, measure } = clockOf([undefined, undefined], 1);
  clock.begin(0);
  expect(pass(5)).toEqual({ fraction: 0 });
  clock.end();
  expect(clock.read()).toEqual({ fraction: 1 / 2, secondsLeft: 5 });
  clock.begin(1);
  expect(pass(60).fraction).toBeLessThan(1);
  clock.end();
  expect(clock.read().fraction).toBe(1);
  expect(measure).toThrow(RangeError);
});
