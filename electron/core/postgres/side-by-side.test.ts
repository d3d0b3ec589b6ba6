import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const never = new AbortController().signal;

it('gives both results', async () => {
  expect(
    await sideBySide(
      never,
      async () => 1,
      async () => 'two',
    ),
  ).toEqual([1, 'two']);
});

it('stops the one when the other fails, waits for it, and throws what failed first', async () => {
  let stopped = false;
  const patient = async (signal: AbortSignal) => {
    await sleep(10_000, undefined, { signal }).catch(() => undefined);
    await sleep(20);
    stopped = true;
    throw new Error('second');
  };
  await expect(sideBySide(never, patient, () => Promise.reject(new Error('first')))).rejects.toThrow('first');
  expect(stopped).toBe(true);
});
