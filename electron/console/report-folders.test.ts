import { access, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ReportFolders } from './report-folders.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-reports-'));
  vi.stubEnv('ROLLCALL_DATA', data);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(data, { recursive: true, force: true });
});

const loads = () =>
  new ReportFolders({
    parent: 'loads',
    file: 'load-test.json',
    schema: z.object({ id: z.string(), startedAt: z.string() }),
    idOf: ({ id }) => id,
    unknown: 'load-unknown',
  });

async function leave(id: string): Promise<string> {
  const folder = join(data, 'loads', id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'load-test.json'), JSON.stringify({ id, startedAt: '2026-01-18T09:00:00Z' }));
  return folder;
}

/** Nobody may delete in the folder meanwhile; root, who may always, is another user for that time. */
async function whileLocked(folder: string, work: () => Promise<unknown>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o500);
  if (isRoot) process.seteuid?.('nobody');
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    await chmod(folder, 0o700);
  }
}

test.skipIf(process.platform === 'win32')(
  'a folder that the system keeps from being removed is named, and can be removed later',
  async () => {
    const folder = await leave('one');
    const folders = loads();
    await folders.list();
    await whileLocked(join(data, 'loads'), () =>
      expect(folders.remove('one')).rejects.toMatchObject({
        code: 'folder-not-removed',
        facts: { folder },
        cause: { code: 'EACCES' },
      }),
    );
    await access(folder);
    await folders.remove('one');
    expect(await folders.list()).toEqual({ found: [], unreadable: [] });
  },
);

test('what somebody else has removed meanwhile is removed', async () => {
  const folder = await leave('one');
  const folders = loads();
  await folders.list();
  await rm(folder, { recursive: true });
  await folders.remove('one');
  await expect(folders.report('one')).rejects.toMatchObject({ code: 'load-unknown' });
});
