import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type Console, openConsole } from '../console/console.ts';
import type { Host } from '../console/host.ts';

/** A console over a folder of its own, for `await using`. */
export interface TestConsole extends AsyncDisposable {
  readonly console: Console;
  /** Another one over the same folder, as when the application is opened again; whoever opens it closes it. */
  readonly openAgain: () => Promise<Console>;
  /** Of the person, in which files may be picked. */
  readonly home: string;
  /** Of a built interface. */
  readonly pages: string;
}

export async function openTestConsole(host: Partial<Host> = {}): Promise<TestConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
  // Where runs and samples would go.
  vi.stubEnv('ROLLCALL_DATA', join(folder, 'data'));
  const [home, pages] = [join(folder, 'home'), join(folder, 'pages')];
  await mkdir(home);
  await mkdir(pages);
  await writeFile(join(pages, 'index.html'), '<meta name="csp-nonce" content="__NONCE__">');
  await writeFile(join(folder, 'outside.html'), 'outside');
  const open = () =>
    openConsole({
      door: 'browser',
      version: '0.0.0',
      folder: join(folder, 'console'),
      roots: [home],
      showProgress: () => undefined,
      notify: () => undefined,
      ...host,
    });
  const console = await open();
  return {
    console,
    openAgain: open,
    home,
    pages,
    async [Symbol.asyncDispose]() {
      await console.close();
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
