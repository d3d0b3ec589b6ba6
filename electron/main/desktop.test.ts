import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { buildDesktop, root } from '../testing/built.ts';
import { openedPath } from './opened-path.ts';

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
