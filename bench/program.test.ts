import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../electron/testing/temporary-folder.ts';
import { runProgram } from './program.ts';

const node = process.execPath;

it('gives back what a program printed, and its peak memory where the system tells it', async () => {
  const script = 'const b = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => console.log(b.length), 200)';
  const { stdout, peakMegabytes } = await runProgram(node, ['-e', script]);
  expect(stdout.trim()).toBe(String(200 * 2 ** 20));
  if (process.platform === 'linux') expect(peakMegabytes).toBeGreaterThan(200);
});

it("does not count this process's memory as the program's", async () => {
  const mine = Buffer.alloc(400 * 2 ** 20, 1);
  const { peakMegabytes = 0 } = await runProgram(node, ['-e', 'setTimeout(() => {}, 100)']);
  expect(peakMegabytes).toBeLessThan(mine.length / 2 ** 20);
});

it('says what a failing program said', async () => {
  await expect(runProgram(node, ['-e', 'throw new Error("no disk")'])).rejects.toThrow('no disk');
});

it('ends the program when aborted, and gives up only when it has ended', async () => {
  await using folder = await temporaryFolder();
  const [ready, ended] = [join(folder.path, 'ready'), join(folder.path, 'ended')];
  const script = `
    const { writeFileSync } = require('node:fs');
    const end = () => { writeFileSync(process.argv[2], ''); process.exit(); };
    process.on('SIGTERM', () => setTimeout(end, 100));
    setInterval(() => {}, 1000);
    writeFileSync(process.argv[1], '');`;
  const controller = new AbortController();
  const running = runProgram(node, ['-e', script, ready, ended], { signal: controller.signal });
  const refused = expect(running).rejects.toThrow('enough');
  await vi.waitFor(() => expect(existsSync(ready)).toBe(true), 10_000);
  controller.abort(new Error('enough'));
  await refused;
  expect(existsSync(ended) || process.platform === 'win32').toBe(true);
});
