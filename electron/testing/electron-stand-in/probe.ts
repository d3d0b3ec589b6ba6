import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { app, asked, BrowserWindow, handlers, session } from './electron.ts';

/**
 * Runs a built main bundle over the stand-in, plays the attacks of Electron's security checklist on what it set up,
 * and prints as JSON what it asked for and what came of the attacks.
 */
const [, , bundle = ''] = process.argv;
process.argv = [process.execPath, bundle, ...process.argv.slice(3)];
await import(pathToFileURL(bundle).href);
// A person double-clicks a second time while the first start is not over.
app.emit('second-instance', {}, ['rollcall', '.', '/tmp/early.db'], '/tmp');
const deadline = AbortSignal.timeout(20_000);
while (!asked.some(({ call }) => call === 'loadURL' || call === 'app.quit')) {
  await sleep(10, undefined, { signal: deadline });
}

const own = 'app://rollcall/';
const [window] = BrowserWindow.getAllWindows();
const call = (name: string, ...args: unknown[]): unknown =>
  Reflect.apply(handlers.get(name) ?? (() => 'no handler'), undefined, args);

/** Whether an event of the page was prevented. */
const isPrevented = (
  event: string,
  url: string,
  at: EventEmitter | undefined = window?.webContents,
): boolean => {
  let prevented = false;
  const details = { url, preventDefault: () => (prevented = true) };
  at?.emit(event, details, url);
  return prevented;
};

const answered = (name: string, ...before: unknown[]): Promise<unknown> =>
  new Promise((resolve) => call(name, ...before, resolve));

const ask = (senderFrame: unknown, question: unknown) => call('ipcMain.handle', { senderFrame }, question);
const page = async (url: string, method = 'GET') => {
  const response = await call('protocol.handle', new Request(url, { method }));
  return response instanceof Response
    ? { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
    : undefined;
};
const question = { channel: 'console.state', request: {} };

const attacks = window && {
  windowOpen: Reflect.apply(window.webContents.openHandler ?? (() => 'no handler'), undefined, [
    { url: 'https://example.org' } as never,
  ]),
  webview: isPrevented('will-attach-webview', ''),
  navigateAway: isPrevented('will-navigate', 'https://example.org/'),
  navigateToFile: isPrevented('will-navigate', 'file:///etc/passwd'),
  navigateToLookalike: isPrevented('will-navigate', 'app://rollcall.example.org/'),
  navigateInside: isPrevented('will-navigate', own),
  frameAway: isPrevented('will-frame-navigate', 'https://example.org/'),
  frameOfItsOwnMaking: isPrevented('will-frame-navigate', `blob:${own}1`),
  download: isPrevented('will-download', 'data:,x', session.defaultSession),
  redirect: isPrevented('will-redirect', 'https://example.org/'),
  permissionRequest: await answered('setPermissionRequestHandler', {}, 'media'),
  permissionCheck: call('setPermissionCheckHandler', {}, 'media'),
  device: call('setDevicePermissionHandler', {}),
  networkRequest: await answered('onBeforeRequest', { url: 'https://example.org/x.js' }),
  ownRequest: await answered('onBeforeRequest', { url: `${own}x.js` }),
  askOwn: await ask({ url: own, parent: null }, question),
  askForeign: await ask({ url: 'https://example.org/', parent: null }, question),
  askFrame: await ask({ url: `${own}runs/1/report.html`, parent: {} }, question),
  askNoFrame: await ask(null, question),
  askMalformed: await ask({ url: own, parent: null }, ['console.state']),
  askUnknown: await ask({ url: own, parent: null }, { channel: 'shell.run', request: {} }),
  askPrototype: await ask({ url: own, parent: null }, { channel: 'constructor', request: {} }),
  openLink: await ask(
    { url: own, parent: null },
    { channel: 'links.open', request: { link: 'postgresql.org' } },
  ),
  openForeignLink: await ask(
    { url: own, parent: null },
    { channel: 'links.open', request: { link: 'https://example.org' } },
  ),
  save: await ask(
    { url: own, parent: null },
    {
      channel: 'connection.save',
      request: {
        name: 'School',
        at: { kind: 'url', url: 'postgresql://app:Tr0ub4dor@db/att' },
        saved: 'yes',
      },
    },
  ),
  stateAfter: await ask({ url: own, parent: null }, question),
  index: await page(own),
  outside: await page(`${own}..%2f..%2fpackage.json`),
  foreignHost: await page('app://example.org/'),
  post: await page(own, 'POST'),
};
// Where a file is opened with the application while it runs.
app.emit('second-instance', {}, ['rollcall', '.', '/tmp/school.db'], '/tmp');
// A page that dies is loaded anew, and not for ever.
for (const reason of ['clean-exit', 'oom', 'crashed'])
  window?.webContents.emit('render-process-gone', {}, { reason });
const opened = window?.webContents.sent;

process.stdout.write(`${JSON.stringify({ asked, attacks, opened })}\n`);
process.exit(0);
