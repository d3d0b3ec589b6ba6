import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { chromiumArguments, chromiumBinary, node, root } from './doors.ts';

const run = promisify(execFile);

/** Milliseconds that fetching a browser may take; it is a hundred megabytes and more. */
const patience = 300_000;

/** @throws Error where there is none, or where it can't be started */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumBinary();
  if (executablePath === undefined) throw new Error('There is no Chromium here.');
  return chromium.launch({ executablePath, args: chromiumArguments });
}

/**
 * Sees to it that there is a Chromium that starts: the one that is here, else Debian's where this is root's machine,
 * as on a server that only runs tests, else Playwright's own.
 *
 * @returns why there is none, and what a person can do; undefined where there is one
 */
export async function whyNoChromium(): Promise<string | undefined> {
  const attempts = [launchOnce, ...(ownsDebian() ? [installFromDebian] : []), fetchPlaywrights];
  const failures: string[] = [];
  for (const attempt of attempts) {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      failures.push(reasonOf(error));
    }
  }
  const remedy =
    'Install one with "npx playwright install --with-deps chromium", or "apt-get install chromium".';
  return `The console needs a Chromium to be tested. ${remedy} What was tried: ${failures.join(' / ')}`;
}

async function launchOnce(): Promise<void> {
  const browser = await launchChromium();
  await browser.close();
}

function ownsDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function installFromDebian(): Promise<void> {
  say('Installing Chromium from Debian, this takes a minute…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    run('apt-get', ['--option=DPkg::Lock::Timeout=120', '--yes', ...args], { env, timeout: patience });
  // A list that can't be had, of another vendor perhaps, need not be the one that Chromium is in.
  await apt('update').catch((error: unknown) => say(reasonOf(error)));
  await apt('install', '--no-install-recommends', 'chromium');
  await launchOnce();
}

async function fetchPlaywrights(): Promise<void> {
  say('Fetching Chromium, this takes a minute…');
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  await run(node, [playwright, 'install', '--no-shell', 'chromium'], { timeout: patience });
  await launchOnce();
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Of a program's protocol, the line that says why it failed, as apt-get and Playwright mark it. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return lines.find((line) => /^E(?:rror)?: /.test(line)) ?? lines[0] ?? '';
}
