import { expect, it } from 'vitest';
import { median, runProgram } from './measure.ts';

it('takes the middle one, or the mean of the two in the middle', () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
});

it('gives back what a program printed, and its peak memory where the system tells it', async () => {
  const script = 'const b = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => console.log(b.length), 200)';
  const { stdout, peakMegabytes } = await runProgram(process.execPath, ['-e', script]);
  expect(stdout.trim()).toBe(String(200 * 2 ** 20));
  if (process.platform === 'linux') expect(peakMegabytes).toBeGreaterThan(200);
});

it('says what a failing program said', async () => {
  await expect(runProgram(process.execPath, ['-e', 'throw new Error("no disk")'])).rejects.toThrow('no disk');
});
