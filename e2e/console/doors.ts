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

/** Electron's own binary, where it has been fetched; the package downloads it at its first use only. */
export function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return undefined;
  const binary = join(
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'),
    readFileSync(named, 'utf8').trim(),
  );
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
