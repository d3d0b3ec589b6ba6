import { expect, it } from 'vitest';
import { highestPeak, median, medianRate, medianSeconds, type Series } from './measurement.ts';

const tenth: Series = {
  contender: 'one insert a row',
  name: 'one INSERT a row',
  share: 0.1,
  measurements: [
    { seconds: 5, rows: 100 },
    { seconds: 4, rows: 100, peakMegabytes: 30 },
    { seconds: 100, rows: 100, peakMegabytes: 20 },
  ],
};

it('takes the middle one, or the mean of the two in the middle', () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
});

it('scales the time of a share to the whole, and leaves its rate alone', () => {
  expect(medianSeconds(tenth)).toBe(50);
  expect(medianRate(tenth)).toBe(20);
});

it('tells the highest peak that was measured, if any was', () => {
  expect(highestPeak(tenth)).toBe(30);
  expect(highestPeak({ ...tenth, measurements: [{ seconds: 1, rows: 1 }] })).toBeUndefined();
});
