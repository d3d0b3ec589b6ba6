import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { makeFolders } from './make-folders.ts';

test('folders are made from the outermost on, and those that are there left alone', async () => {
  await using folder = await temporaryFolder();
  const inner = join(folder.path, 'a', 'b', 'c');
  expect(await makeFolders(inner)).toBe(join(folder.path, 'a'));
  expect((await stat(inner)).isDirectory()).toBe(true);
  expect(await makeFolders(inner)).toBeUndefined();
});

test('a file in the way is an error', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  await expect(makeFolders(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolders(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(process.platform === 'linux')('where no folder can be made, this is said at once', async () => {
  await expect(makeFolders('/proc/rollcall/below')).rejects.toMatchObject({ code: 'ENOENT' });
});
