import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { app, asked, BrowserWindow, handlers } from './electron.ts';

/**
 * Runs a main bundle over the stand-in, has it do the jobs given as JSON, one after the other, and prints how each
 * ended, then what Electron was asked for. `$path` in a job stands for the file that an earlier one made. While the
 * first one runs, somebody closes the window.
 */
const [, , bundle = '', jobs = '[]'] = process.argv;
process.argv = [process.execPath, bundle];
await import(pathToFileURL(bundle).href);
const deadline = AbortSignal.timeout(100_000);
while (!asked.some(({ call }) => call === 'loadURL')) await sleep(10, undefined, { signal: deadline });

const ask = async (channel: string, request: unknown): Promise<unknown> =>
  Reflect.apply(handlers.get('ipcMain.handle') ?? (() => undefined), undefined, [
    { senderFrame: { url: 'app://rollcall/', parent: null } },
    { channel, request },
  ] as never[]);

const wanted: unknown[] = JSON.parse(jobs);
let path = '';
for (const [place, job] of wanted.entries()) {
  const started = await ask('job.start', JSON.parse(JSON.stringify(job).replaceAll('$path', path)));
  if (place === 0) closeWindow();
  const ended = await endOf(JSON.stringify(started));
  path = /"path":"([^"]+)"/.exec(ended)?.[1] ?? path;
  process.stdout.write(`${ended}\n`);
}
app.emit('will-quit', { preventDefault: () => asked.push({ call: 'quit held back', args: [] }) });
while (!asked.some(({ call }) => call === 'app.quit')) await sleep(10, undefined, { signal: deadline });
app.emit('will-quit', { preventDefault: () => asked.push({ call: 'quit held back again', args: [] }) });
process.stdout.write(`${JSON.stringify(asked)}\n`);
process.exit(0);

function closeWindow(): void {
  const event = { preventDefault: () => asked.push({ call: 'close prevented', args: [] }) };
  BrowserWindow.getAllWindows()[0]?.emit('close', event);
}

/** The last that the window was told of the job that was started. */
async function endOf(started: string): Promise<string> {
  const id = /"id":"([^"]+)"/.exec(started)?.[1];
  if (id === undefined) return started;
  for (;;) {
    const told =
      BrowserWindow.getAllWindows()[0]?.webContents.sent.map((event) => JSON.stringify(event)) ?? [];
    const end = told.find(
      (event) => event.includes(`"id":"${id}"`) && /"status":"(done|failed|cancelled)"/.test(event),
    );
    if (end !== undefined) return end;
    await sleep(20, undefined, { signal: deadline });
  }
}
