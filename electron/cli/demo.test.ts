import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const demo = fileURLToPath(new URL('./demo.ts', import.meta.url));

test.each([
  ['help', '--help', { status: 0, says: 'moves the school there', on: 'stdout' }],
  ['a word too many', 'now', { status: 2, says: 'too many arguments', on: 'stderr' }],
] as const)('%s begins nothing', async (_, argument, { status, says, on }) => {
  await using data = await temporaryFolder();
  const ended = spawnSync(process.execPath, [demo, argument], {
    encoding: 'utf8',
    env: { ...process.env, ROLLCALL_DATA: data.path },
  });
  expect(ended[on].replaceAll(/\s+/g, ' ')).toContain(says);
  expect(ended.status).toBe(status);
  expect(await readdir(data.path)).toEqual([]);
});
