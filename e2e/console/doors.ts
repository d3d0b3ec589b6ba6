import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

export const root = join(import.meta.dirname, '..', '..');
export const node = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
export const cli = join(root, 'dist', 'electron', 'cli', 'main.js');

/** Through which the console is opened: in its own window where Electron can open one, else in a browser. */
export type Door =
  | { readonly kind: 'desktop'; readonly binary: string }
  | { readonly kind: 'browser'; readonly since: string };

export function findDoor(): Door {
  const binary = electronBinary();
  if (binary === undefined) return { kind: 'browser', since: "Electron's binary is not here" };
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const isBlind = process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
  return isBlind ? { kind: 'browser', since: 'there is no display here' } : { kind: 'desktop', binary };
}

/** Where it has been fetched, which the package does at its first use, or where a person has put it. */
function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron';
  const binary = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Playwright's own Chromium, else the system's. */
export function chromiumBinary(): string | undefined {
  return [chromium.executablePath(), ...systemBrowsers].find((path) => existsSync(path));
}

const obstacleVariable = 'ROLLCALL_E2E_OBSTACLE';

/** Lets every worker know why the console can't be opened. */
export function setObstacle(sentence: string): void {
  process.env[obstacleVariable] = sentence;
}

export function obstacle(): string | undefined {
  return process.env[obstacleVariable];
}

/** As root there is no user to put Chromium's sandbox into. */
export const chromiumArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
