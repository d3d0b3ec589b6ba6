import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inUse, removeAbandoned } from './abandoned.ts';

test('only the folder of a process that is gone is removed', async () => {
  await using parent = await temporaryFolder();
  for (const name of ['gone', 'at work', 'ended', 'unmarked']) {
    await mkdir(join(parent.path, name));
    await writeFile(join(parent.path, name, 'snapshot.db'), '');
  }
  const { pid } = spawnSync(process.execPath, ['--version']);
  await writeFile(join(parent.path, 'gone', 'in-use-by'), String(pid));
  const ended = await inUse(join(parent.path, 'ended'));
  await ended[Symbol.asyncDispose]();
  await using _ = await inUse(join(parent.path, 'at work'));
  await removeAbandoned(parent.path);
  expect((await readdir(parent.path)).toSorted()).toEqual(['at work', 'ended', 'unmarked']);
  expect(await readdir(join(parent.path, 'ended'))).toEqual(['snapshot.db']);
});
