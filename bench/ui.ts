import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { z } from 'zod';
import { ConsoleClient } from './ui-client.ts';

/**
 * `npm run bench:ui`: how smooth the console stays while a school year moves. The page draws the move in a real
 * browser, and somebody scrolls and types meanwhile; both of its sides say how long they could not react.
 */
const students = Number(process.argv[2] ?? 933);

const Delays = z.object({ p50: z.number(), p99: z.number(), max: z.number() });
type Delays = z.infer<typeof Delays>;

/** The goals of the interface, in milliseconds. */
const goals = { 'first screen': 1500, 'page, 99 %': 50, 'main process, 99 %': 20 };

const folder = await mkdtemp(join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), 'rollcall-bench-ui-'));
// PostgreSQL's own user has to pass.
await chmod(folder, 0o711);
const main = spawn(process.execPath, [fileURLToPath(new URL('./ui-main.ts', import.meta.url))], {
  env: { ...process.env, ROLLCALL_DATA: folder },
  stdio: ['pipe', 'pipe', 'inherit'],
});
const told = createInterface({ input: main.stdout })[Symbol.asyncIterator]();
try {
  await using client = await ConsoleClient.connect(await hear());
  const job = await prepare(client);
  const browser = await chromium.launch(launchOptions());
  try {
    report(await measure(await openPage(client), () => client.run(job)));
  } finally {
    await browser.close();
    await client.run({ kind: 'practice', action: 'stop' });
  }

  async function openPage({ address, cookie }: ConsoleClient): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    await context.addCookies([{ ...cookie, url: address.href }]);
    const page = await context.newPage();
    await page.goto(address.href);
    await page.getByRole('main').waitFor();
    // Since the page was asked for.
    return { page, firstScreen: await page.evaluate(() => performance.now()) };
  }
} finally {
  await end(main);
  await rm(folder, { recursive: true, force: true });
}

async function hear(): Promise<string> {
  const { value } = await told.next();
  return String(value);
}

/** Everything that comes before the move, so that the page shows that step and the move can begin. */
async function prepare(client: ConsoleClient) {
  const sample = await client.run({ kind: 'sample', students, dirty: false });
  const path = sample.kind === 'sample' ? sample.path : '';
  await client.run({ kind: 'open', path });
  await client.run({ kind: 'practice', action: 'start' });
  const examined = await client.run({ kind: 'examine', path });
  if (examined.kind !== 'examine') throw new Error('The look at the sample had no result.');
  const { findings, plan } = examined;
  const options = { schema: 'public', mode: 'create', badRows: 'stop' } as const;
  const line = { step: 'move', path, connection: 'practice', checked: true, options, plan } as const;
  await client.ask('line.set', { ...line, examined: { findings, plan } });
  return { kind: 'move', path, connection: 'practice', options, plan } as const;
}

interface Opened {
  readonly page: Page;
  readonly firstScreen: number;
}

interface Measured {
  readonly firstScreen: number;
  readonly page: Delays;
  readonly main: Delays;
}

async function measure({ page, firstScreen }: Opened, move: () => Promise<unknown>): Promise<Measured> {
  await page.evaluate(watchTasks);
  main.stdin.write('begin\n');
  let moving = true;
  const moved = move().finally(() => {
    moving = false;
  });
  while (moving) {
    await page.mouse.wheel(0, 200);
    await page.keyboard.press('Tab');
    await page.mouse.wheel(0, -200);
  }
  await moved;
  main.stdin.write('end\n');
  const ofMain = Delays.parse(JSON.parse(await hear()));
  return { firstScreen, page: Delays.parse(await page.evaluate(readTasks)), main: ofMain };
}

/** Runs in the page: a message to itself that comes late tells how long the thread was busy with something else. */
function watchTasks(): void {
  const gaps: number[] = [];
  const { port1, port2 } = new MessageChannel();
  let before = performance.now();
  port1.addEventListener('message', () => {
    const now = performance.now();
    gaps.push(now - before);
    before = now;
    port2.postMessage(0);
  });
  port1.start();
  port2.postMessage(0);
  Object.assign(globalThis, { gapsOfTasks: gaps });
}

/** Of those tasks that anybody could notice: a frame's share and longer. */
function readTasks(): Delays {
  const { gapsOfTasks = [] }: { gapsOfTasks?: number[] } = globalThis as object;
  const tasks = gapsOfTasks.filter((gap) => gap > 1).sort((one, other) => one - other);
  const at = (share: number) => tasks[Math.floor(tasks.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: tasks.at(-1) ?? 0 };
}

function report({ firstScreen, page, main: ofMain }: Measured): void {
  const measured = { 'first screen': firstScreen, 'page, 99 %': page.p99, 'main process, 99 %': ofMain.p99 };
  for (const [name, goal] of Object.entries(goals)) {
    const value = measured[name as keyof typeof goals];
    const isMet = value <= goal;
    if (!isMet) process.exitCode = 1;
    process.stdout.write(
      `${isMet ? '✓' : '✗'} ${name.padEnd(20)} ${value.toFixed(1).padStart(8)} ms   goal ${goal} ms\n`,
    );
  }
  process.stdout.write(
    `  longest task of the page ${page.max.toFixed(1)} ms, of the main process ${ofMain.max} ms\n`,
  );
}

function launchOptions() {
  const system = '/usr/bin/chromium';
  return {
    ...(existsSync(chromium.executablePath()) || !existsSync(system) ? {} : { executablePath: system }),
    // Chromium's sandbox is not for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.write('stop\n');
  await ended;
}
