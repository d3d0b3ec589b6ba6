import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { buildDesktop, root } from '../testing/built.ts';
import { openedPath } from './opened-path.ts';
import { checkForUpdate, updatesThemselves } from './updates.ts';

const updater = vi.hoisted(() => ({
  autoUpdater: { checkForUpdates: vi.fn(), downloadUpdate: vi.fn() },
}));
vi.mock('electron-updater', () => ({ default: updater }));

const Asked = z.array(z.object({ call: z.string(), args: z.array(z.unknown()) }));

let folder: string;
let asked: z.infer<typeof Asked>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-desktop-'));
  const dist = await buildDesktop('desktop');
  await mkdir(path.join(dist, 'renderer'), { recursive: true });
  await writeFile(path.join(dist, 'renderer', 'index.html'), '');
  const standIn = path.join(root, 'electron', 'testing', 'electron-stand-in');
  const bundle = path.join(dist, 'electron', 'main', 'main.js');
  const jobs = JSON.stringify([
    { kind: 'sample', students: 20, dirty: false },
    { kind: 'open', path: path.join(folder, 'gone.db') },
  ]);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', path.join(standIn, 'hook.ts'), path.join(standIn, 'jobs.ts'), bundle, jobs],
    { env: { ...process.env, ROLLCALL_DATA: folder, STAND_IN_DATA: folder } },
  );
  expect(stderr.toString()).toBe('');
  asked = Asked.parse(JSON.parse(stdout.toString().trim().split('\n').at(-1) ?? ''));
  await rm(dist, { recursive: true, force: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function argsOf(call: string): unknown[] {
  return asked.filter((entry) => entry.call === call).map(({ args }) => args[0]);
}

test('the taskbar shows how far a job is, and nothing when none runs', () => {
  const fractions = argsOf('setProgressBar').map(Number);
  expect(fractions[0]).toBe(0);
  expect(Math.max(...fractions)).toBeGreaterThan(0.5);
  expect(fractions.at(-1)).toBe(-1);
});

test('the computer is kept awake for as long as a job runs', () => {
  const calls = asked.map(({ call }) => call).filter((call) => call.startsWith('powerSaveBlocker'));
  expect(calls).toEqual([
    'powerSaveBlocker.start',
    'powerSaveBlocker.stop',
    'powerSaveBlocker.start',
    'powerSaveBlocker.stop',
  ]);
  expect(argsOf('powerSaveBlocker.start')[0]).toBe('prevent-app-suspension');
});

test('closing the window while a job runs asks first, and goes on unless told otherwise', () => {
  expect(argsOf('close prevented')).toHaveLength(1);
  expect(argsOf('showMessageBox')).toEqual([
    expect.objectContaining({ buttons: ['Go on', 'Stop and close'], defaultId: 0, cancelId: 0 }),
  ]);
  expect(argsOf('close')).toEqual([]);
});

test('leaving by the menu or the system puts back what the console holds first', async () => {
  const calls = asked.map(({ call }) => call).filter((call) => /quit/.test(call));
  expect(calls).toEqual(['quit held back', 'app.quit']);
  expect(await readdir(path.join(folder, 'userData', 'opened'))).toEqual([]);
});

describe('an update', () => {
  const resources = Object.getOwnPropertyDescriptor(process, 'resourcesPath');
  beforeAll(async () => {
    await writeFile(path.join(folder, 'app-update.yml'), '');
    Object.defineProperty(process, 'resourcesPath', { configurable: true, value: folder });
  });
  afterAll(() => {
    Reflect.deleteProperty(process, 'resourcesPath');
    if (resources) Object.defineProperty(process, 'resourcesPath', resources);
    vi.unstubAllEnvs();
  });

  test('is for who was installed by a release, and not for who is carried about', () => {
    expect([updatesThemselves(true), updatesThemselves(false)]).toEqual([true, false]);
    vi.stubEnv('PORTABLE_EXECUTABLE_FILE', 'E:\\Rollcall.exe');
    expect(updatesThemselves(true)).toBe(false);
  });

  test('is asked for without a number that this computer could be known by', async () => {
    const { autoUpdater } = updater;
    autoUpdater.checkForUpdates.mockResolvedValue({ isUpdateAvailable: false });
    expect(await checkForUpdate()).toEqual({ kind: 'up to date' });
    expect(autoUpdater).toMatchObject({
      requestHeaders: { 'x-user-staging-id': 'none' },
      autoDownload: false,
      autoInstallOnAppQuit: true,
    });
    expect(autoUpdater.downloadUpdate).not.toHaveBeenCalled();
  });
});

test('the log says what was done and how it ended by its code, and no path', async () => {
  const log = await readFile(path.join(folder, 'logs', 'rollcall.log'), 'utf8');
  expect(log).toMatch(/sample done/);
  expect(log).toMatch(/open failed source-not-found/);
  expect(log).not.toContain(folder);
});

test.each([
  [['rollcall', '/home/a/app.db'], true, '/home/a/app.db'],
  [['rollcall', '--switch', 'app.db'], true, '/start/app.db'],
  [['electron', '/work', '/home/a/app.db'], false, '/home/a/app.db'],
  [['electron', '.'], false, undefined],
  [['rollcall'], true, undefined],
  [['rollcall', '--no-sandbox'], true, undefined],
])('of the arguments %j, packaged %s, the file is %s', (argv, packaged, found) => {
  expect(openedPath(argv, packaged, '/start')).toBe(found);
});
