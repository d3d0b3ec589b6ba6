import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  _electron,
  type ElectronApplication,
  expect,
  type Page,
  type WebSocketRoute,
} from '@playwright/test';
import { launchChromium } from './chromium.ts';
import { chromiumArguments, cli, findDoor, node, root } from './doors.ts';
import { pathOf, type School } from './schools.ts';

const run = promisify(execFile);

export interface Look {
  readonly language: string;
  readonly theme: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

interface Opened {
  readonly door: 'desktop' | 'browser';
  readonly page: Page;
  readonly electron?: ElectronApplication;
  readonly close: () => Promise<void>;
}

/** The console as a person has it: with a user folder of its own, through whichever door is there. */
export class Application {
  readonly folder: string;
  readonly home: string;
  /** Where Rollcall keeps what it makes. */
  readonly data: string;
  readonly #environment: NodeJS.ProcessEnv;
  #opened: Opened | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.home = join(folder, 'home');
    this.data = join(folder, 'data');
    this.#environment = { ...process.env, ROLLCALL_DATA: this.data, HOME: this.home };
  }

  static async prepare(): Promise<Application> {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'));
    // The practice server may run as another user, who has to get in.
    await chmod(folder, 0o755);
    const application = new Application(folder);
    await mkdir(application.home);
    return application;
  }

  get page(): Page {
    if (this.#opened === undefined) throw new Error('The console is not open.');
    return this.#opened.page;
  }

  get door(): Opened['door'] {
    return this.#opened?.door ?? 'browser';
  }

  async open(look: Look): Promise<Page> {
    const door = findDoor();
    this.#opened =
      door.kind === 'browser' ? await this.#openBrowser(look) : await this.#openDesktop(door.binary, look);
    return this.#opened.page;
  }

  /** Puts a sample school where a person would look for it. */
  async place(school: School, name = 'app.db'): Promise<string> {
    const path = join(this.home, name);
    await copyFile(pathOf(school), path);
    return path;
  }

  /** What a file dialog of the system is to answer; in a browser the page has a dialog of its own. */
  async answerDialog(path: string): Promise<void> {
    await this.#opened?.electron?.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, path);
  }

  /** Cuts a page in the browser off from its console, as a tunnel that ends does. */
  async cutOff(): Promise<void> {
    const sockets: WebSocketRoute[] = [];
    let isCut = false;
    await this.page.routeWebSocket('**/console', (socket) => {
      if (isCut) return;
      socket.connectToServer();
      sockets.push(socket);
    });
    await this.page.reload();
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
    isCut = true;
    for (const socket of sockets) await socket.close();
  }

  /** The embedded server, worked from outside of the console. */
  async embedded(action: 'start' | 'stop' | 'url' | 'reset'): Promise<string> {
    const args = ['embedded', action, ...(action === 'reset' ? ['--yes'] : [])];
    const { stdout } = await run(node, [cli, ...args], { env: this.#environment });
    return stdout.trim();
  }

  /** Moves a sample school to the embedded server, outside of the console. */
  async migrate(school: School): Promise<void> {
    await run(node, [cli, 'migrate', pathOf(school), '--embedded'], { env: this.#environment });
  }

  async dispose(): Promise<void> {
    await this.#opened?.close();
    await this.embedded('reset');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #openBrowser({ language, theme, size }: Look): Promise<Opened> {
    const server = spawn(node, [cli, 'serve'], { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const address = await addressOf(server);
    const browser = await launchChromium();
    const context = await browser.newContext({
      locale: language,
      colorScheme: theme,
      viewport: size ?? { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(address);
    return {
      door: 'browser',
      page,
      close: async () => {
        await browser.close();
        await ended(server);
      },
    };
  }

  async #openDesktop(binary: string, { language, theme, size }: Look): Promise<Opened> {
    const environment = Object.entries(this.#environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const electron = await _electron.launch({
      executablePath: binary,
      args: [root, `--lang=${language}`, ...chromiumArguments],
      env: Object.fromEntries(environment),
      locale: language,
      colorScheme: theme,
    });
    const page = await electron.firstWindow();
    await page.setViewportSize(size ?? { width: 1280, height: 800 });
    return { door: 'desktop', page, electron, close: () => electron.close() };
  }
}

/** The address is the only line that a served console prints on stdout. */
export function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (part: Buffer) => {
      said += part.toString('utf8');
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    let complaint = '';
    server.stderr?.on('data', (part: Buffer) => {
      complaint += part.toString('utf8');
    });
    server.once('exit', () => reject(new Error(`The console ended: ${complaint}`)));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exit;
}
