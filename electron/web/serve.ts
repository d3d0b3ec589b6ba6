import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { openConsole } from '../console/console.ts';
import { interfaceFolder } from '../console/interface-folder.ts';
import { privateFolder } from '../core/run/run-folder.ts';
import { openBrowser } from './open-browser.ts';
import { serveConsole } from './server.ts';

export interface ServeOptions {
  readonly version: string;
  /** Any free one when absent. */
  readonly port?: number;
  readonly open: boolean;
  /** Folders besides the home folder that the console may reach into. */
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
  /** Hears the address, once the console can be reached there, and how to get another when that is used up. */
  readonly onReady: (url: string, renew: () => string) => void;
}

/**
 * The console in a browser, until the signal aborts or nobody has looked at it for an hour.
 *
 * @returns how it ended
 * @throws RollcallError interface-missing, port-taken, cannot-write
 */
export async function serve(options: ServeOptions): Promise<'stopped' | 'forgotten'> {
  const { version, port = 0, open, roots, signal, onReady } = options;
  const pages = interfaceFolder();
  const folder = await privateFolder('console');
  const console = await openConsole({
    door: 'browser',
    version,
    folder,
    roots: [homedir(), ...roots.map((root) => resolve(root))],
    showProgress: () => undefined,
    notify: () => undefined,
  });
  try {
    const server = await serveConsole(console, { port, folder: pages });
    const close = open ? await openBrowser(server.url, folder) : async () => undefined;
    onReady(server.url, server.renew);
    const ended = await Promise.race([aborted(signal), server.forgotten.then(() => 'forgotten' as const)]);
    await close();
    await server.close();
    return ended;
  } finally {
    await console.close();
  }
}

function aborted(signal: AbortSignal): Promise<'stopped'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
}
