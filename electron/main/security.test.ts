import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildDesktop, root } from '../testing/built.ts';

const Probed = z.object({
  asked: z.array(z.object({ call: z.string(), args: z.array(z.unknown()) })),
  attacks: z.record(z.string(), z.unknown()).optional(),
  opened: z.array(z.unknown()).optional(),
});
type Probed = z.infer<typeof Probed>;

let dist: string;
let data: string;
let probed: Probed;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'rollcall-security-'));
  dist = await buildDesktop('security');
  await mkdir(path.join(dist, 'renderer'), { recursive: true });
  await writeFile(path.join(dist, 'renderer', 'index.html'), '<meta name="csp-nonce" content="__NONCE__">');
  probed = probe({});
});
afterAll(async () => {
  await rm(data, { recursive: true, force: true });
  await rm(dist, { recursive: true, force: true });
});

/** Runs the built main bundle against the stand-in for `electron`. */
function probe(env: Record<string, string>): Probed {
  const standIn = path.join(root, 'electron', 'testing', 'electron-stand-in');
  const bundle = path.join(dist, 'electron', 'main', 'main.js');
  const args = ['--import', path.join(standIn, 'hook.ts'), path.join(standIn, 'probe.ts'), bundle];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    env: { ...process.env, ROLLCALL_DATA: data, STAND_IN_DATA: data, ...env },
  });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return Probed.parse(JSON.parse(stdout.toString()));
}

function argsOf(call: string, of = probed): unknown[] {
  return of.asked.filter((entry) => entry.call === call).map(({ args }) => args[0]);
}

describe('the window', () => {
  test('is isolated, sandboxed and without Node', () => {
    expect(argsOf('new BrowserWindow')).toEqual([
      expect.objectContaining({
        webPreferences: expect.objectContaining({
          contextIsolation: true,
          sandbox: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
          webviewTag: false,
          navigateOnDragDrop: false,
          spellcheck: false,
        }),
      }),
    ]);
  });

  test('comes from a scheme of its own that is no file', () => {
    expect(argsOf('loadURL')).toEqual(['app://rollcall/']);
    const [schemes] = argsOf('registerSchemesAsPrivileged');
    expect(schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
  });

  test('brings no developer tools along to a school', () => {
    const packaged = probe({ STAND_IN_PACKAGED: '1' });
    expect(argsOf('new BrowserWindow', packaged)).toMatchObject([{ webPreferences: { devTools: false } }]);
  });

  test('that has died is loaded anew, and not for ever', () => {
    expect(probed.asked.filter(({ call }) => call === 'reload')).toHaveLength(1);
  });

  test('is there once: a second start hands over and ends', () => {
    expect(argsOf('app.requestSingleInstanceLock')).toHaveLength(1);
    const second = probe({ STAND_IN_SECOND: '1' });
    expect(second.asked.map(({ call }) => call)).toContain('app.quit');
    expect(second.asked.map(({ call }) => call)).not.toContain('new BrowserWindow');
  });

  test('hears of a file that a second start was given', () => {
    for (const path of ['/tmp/early.db', '/tmp/school.db'])
      expect(probed.opened).toContainEqual(['rollcall:event', { kind: 'open file', path }]);
  });

  test('is sandboxed before anything is opened', () => {
    const calls = probed.asked.map(({ call }) => call);
    expect(calls.indexOf('app.enableSandbox')).toBeGreaterThanOrEqual(0);
    expect(calls.indexOf('app.enableSandbox')).toBeLessThan(calls.indexOf('app.whenReady'));
  });

  test('sends no crash reports, and sets no switch that weakens Chromium', () => {
    expect(argsOf('crashReporter.start')).toEqual([]);
    expect(argsOf('app.commandLine.appendSwitch')).toEqual([]);
  });
});

describe('a page that was taken over', () => {
  test.each([
    ['opens no window', 'windowOpen', { action: 'deny' }],
    ['embeds no web view', 'webview', true],
    ['goes to no other site', 'navigateAway', true],
    ['goes to no file', 'navigateToFile', true],
    ['goes to no name that only begins like ours', 'navigateToLookalike', true],
    ['takes no frame elsewhere', 'frameAway', true],
    ['makes no frame of its own', 'frameOfItsOwnMaking', true],
    ['puts no file anywhere', 'download', true],
    ['follows no redirect', 'redirect', true],
    ['is granted nothing it asks for', 'permissionRequest', false],
    ['has nothing granted beforehand', 'permissionCheck', false],
    ['gets no device', 'device', false],
    ['loads nothing from the network', 'networkRequest', { cancel: true }],
  ])('%s', (_, attack, outcome) => {
    expect(probed.attacks?.[attack]).toEqual(outcome);
  });

  test('may be reloaded, and load what is its own', () => {
    expect(probed.attacks).toMatchObject({ navigateInside: false, ownRequest: { cancel: false } });
  });

  test('captures no screen', () => {
    expect(argsOf('setDisplayMediaRequestHandler')).toEqual([null]);
  });

  test('gets no way out by WebRTC', () => {
    expect(argsOf('setWebRTCIPHandlingPolicy')).toEqual(['disable_non_proxied_udp']);
  });
});

describe('Chromium by itself', () => {
  test('fetches no dictionaries, before any page is there', () => {
    expect(argsOf('setSpellCheckerEnabled')).toEqual([false]);
    expect(argsOf('setSpellCheckerLanguages')).toEqual([[]]);
    const calls = probed.asked.map(({ call }) => call);
    expect(calls.indexOf('setSpellCheckerEnabled')).toBeLessThan(calls.indexOf('new BrowserWindow'));
  });

  test('asks no server on the network for names in the system’s stead', () => {
    expect(argsOf('app.configureHostResolver')).toEqual([{ secureDnsMode: 'off' }]);
  });
});

describe('what the main process is asked', () => {
  const refused = { kind: 'error', error: expect.objectContaining({ code: 'request-invalid' }) };

  test('goes through one channel, whose handler is the only one', () => {
    expect(argsOf('ipcMain.handle')).toEqual(['rollcall:ask']);
    expect(argsOf('ipcMain.on')).toEqual([]);
  });

  test('is answered to the page of the console', () => {
    expect(probed.attacks?.['askOwn']).toMatchObject({ kind: 'answer', answer: { door: 'desktop' } });
  });

  test.each([
    ['another site', 'askForeign'],
    ['a frame inside the page', 'askFrame'],
    ['a frame that is gone', 'askNoFrame'],
  ])('is refused to %s', (_, attack) => {
    expect(probed.attacks?.[attack]).toEqual(refused);
  });

  test.each([
    ['is no question', 'askMalformed'],
    ['names a channel that there is not', 'askUnknown'],
    ['names what every object has', 'askPrototype'],
    ['names a link that is not on the list', 'openForeignLink'],
  ])('is refused when it %s', (_, attack) => {
    expect(probed.attacks?.[attack]).toEqual(refused);
  });

  test('opens the links of the list only, in the system’s browser', () => {
    expect(probed.attacks?.['openLink']).toEqual({ kind: 'answer', answer: {} });
    expect(argsOf('openExternal')).toEqual(['https://www.postgresql.org/docs/current/']);
  });
});

describe('pages', () => {
  const Page = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), text: z.string() });

  test('come with a policy that runs scripts of our files only, and styles of our own', () => {
    const { status, headers, text } = Page.parse(probed.attacks?.['index']);
    expect(status).toBe(200);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy.replace("img-src 'self' blob:;", '')).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
    expect(policy).toContain(/content="([^"]+)"/.exec(text)?.[1]);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each([
    ['outside of their folder', 'outside', 404],
    ['of another host', 'foreignHost', 403],
    ['that are posted', 'post', 403],
  ])('%s are refused', (_, attack, status) => {
    expect(Page.parse(probed.attacks?.[attack]).status).toBe(status);
  });
});

describe('a password', () => {
  test('does not come back to the page once it was saved', () => {
    expect(probed.attacks?.['save']).toMatchObject({ answer: { password: 'in the keychain' } });
    expect(JSON.stringify(probed)).not.toContain('Tr0ub4dor');
  });

  test('lies in no file unsealed, the log among them', async () => {
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((entry) => entry.isFile())
        .map(async (entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
    );
    expect(texts.some((text) => text.includes('"sealed"'))).toBe(true);
    for (const text of texts) expect(text).not.toContain('Tr0ub4dor');
  });

  test.runIf(process.platform === 'linux')(
    'is not kept where Linux has no keyring, and the page is told so',
    () => {
      const { attacks } = probe({ STAND_IN_BACKEND: 'basic_text' });
      expect(attacks?.['stateAfter']).toMatchObject({ answer: { keychain: false } });
      expect(attacks?.['save']).toMatchObject({ answer: { password: 'until the end' } });
    },
  );
});

describe('the built preload script', () => {
  const read = () => readFileSync(path.join(dist, 'electron', 'preload', 'preload.cjs'), 'utf8');

  test('is a single CommonJS file that requires nothing but electron', async () => {
    expect(await readdir(path.join(dist, 'electron', 'preload'))).toEqual(['preload.cjs']);
    const required = [...read().matchAll(/\brequire\(\s*(["'`])(.*?)\1\s*\)/g)].map(([, , name]) => name);
    expect(required).toEqual(['electron']);
    expect(read()).not.toMatch(/\bimport\b\s*[({'"*]|\bexport\b\s/);
    for (const name of builtinModules) expect(required).not.toContain(name);
  });

  test('gives the page one object, through which nothing of Electron can be reached', () => {
    const exposed: [string, Record<string, unknown>][] = [];
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: Record<string, unknown>) => exposed.push([name, api]),
      },
      ipcRenderer: { invoke: () => undefined, on: () => undefined, off: () => undefined },
      webUtils: { getPathForFile: () => '' },
    };
    const require = (name: string) => (name === 'electron' ? electron : undefined);
    runInNewContext(read(), { require, module: { exports: {} }, exports: {} });
    expect(exposed.map(([name, api]) => [name, Object.keys(api).toSorted()])).toEqual([
      ['rollcall', ['ask', 'listen', 'pathOf']],
    ]);
    for (const value of Object.values(exposed[0]?.[1] ?? {})) expect(typeof value).toBe('function');
  });
});
