import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import type { Job } from '../shared/console/job.ts';
import { median } from './measurement.ts';
import { ConsoleClient } from './ui-client.ts';
import { Delays, readTasks, watchTasks } from './ui-page.ts';

/**
 * `npm run bench:ui`: how smooth the console stays while a school year moves. The page draws the move in a real
 * browser, and somebody scrolls and types meanwhile; both of its sides say how long they could not react.
 */
const students = Number(process.argv[2] ?? 933);

/** Of which medians are taken: one alone scatters by half of its value, on cores that move the rows meanwhile. */
const moves = 5;

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
    const measured: Measured[] = [];
    while (measured.length < moves) {
      const again = measured.length > 0;
      const next: Job = again ? { ...job, options: { ...job.options, mode: 'replace' } } : job;
      measured.push(await measure(await openPage(client), () => client.run(next)));
    }
    report(measured);
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
  const ofPage = Delays.parse(await page.evaluate(readTasks));
  await page.context().close();
  return { firstScreen, page: ofPage, main: ofMain };
}

function report(measured: readonly Measured[]): void {
  const of = (what: (one: Measured) => number) => median(measured.map(what));
  hold(
    'first screen',
    1500,
    of(({ firstScreen }) => firstScreen),
  );
  hold(
    'page, 99 %',
    50,
    of(({ page }) => page.p99),
  );
  hold(
    'main process, 99 %',
    20,
    of((one) => one.main.p99),
  );
  const longest = { page: of(({ page }) => page.max), main: of((one) => one.main.max) };
  process.stdout.write(
    `  longest task of the page ${longest.page.toFixed(1)} ms, of the main process ${longest.main.toFixed(1)} ms; ` +
      `medians of ${measured.length} moves\n`,
  );
}

/** Says whether a goal of the interface is met; both in milliseconds. */
function hold(name: string, goal: number, value: number): void {
  const isMet = value <= goal;
  if (!isMet) process.exitCode = 1;
  process.stdout.write(
    `${isMet ? '✓' : '✗'} ${name.padEnd(20)} ${value.toFixed(1).padStart(8)} ms   goal ${goal} ms\n`,
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
