import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Another process that takes the lock, says so, and keeps it for ever. */
async function holder(file: string): Promise<ChildProcess> {
  const module = new URL('./lock.ts', import.meta.url).href;
  const code = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(file)}, undefined, async () => {
      console.log('held');
      await new Promise((resolve) => setTimeout(resolve, 3_600_000));
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('work under one lock never overlaps', async () => {
  const file = path.join(folder, 'one');
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(file, undefined, work)));
  expect(most).toBe(1);
});

test('a holder that is killed lets go', async () => {
  const file = path.join(folder, 'killed');
  const child = await holder(file);
  let taken = false;
  const waiting = withLock(file, undefined, async () => {
    taken = true;
  });
  await sleep(200);
  expect(taken).toBe(false);
  child.kill('SIGKILL');
  await waiting;
  expect(taken).toBe(true);
});

test('waiting ends when it is cancelled', async () => {
  const file = path.join(folder, 'cancelled');
  const child = await holder(file);
  const cancelling = new AbortController();
  const waiting = withLock(file, cancelling.signal, async () => 'never');
  cancelling.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  child.kill('SIGKILL');
});

test('an error in the work comes through and gives the lock back', async () => {
  const file = path.join(folder, 'error');
  const broken = withLock(file, undefined, () => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
  expect(await withLock(file, undefined, async () => 'free')).toBe('free');
});
