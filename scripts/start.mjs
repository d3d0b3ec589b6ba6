// npm start: opens the console in its window, or where there can be none, in the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { runNode } from './run-node.mjs';
import { root } from './setup.mjs';

/** Milliseconds within which a window that can't be opened has said so. */
const early = 10_000;
/** Milliseconds that fetching Electron may take; it is a hundred megabytes. */
const patience = 300_000;

const args = process.argv.slice(2);
if (isOutOfDate()) build();
const obstacle = whyNoWindow();
const electron = obstacle === undefined ? findElectron() : undefined;
if (electron === undefined) openBrowser(obstacle ?? 'Electron could not be fetched');
else openWindow(electron);

/** Electron runs the console, unless it dies before there was a window, as where a library of the system is missing. */
function openWindow(program) {
  const began = Date.now();
  const child = spawn(program, [root, ...args], { stdio: 'inherit' });
  const fallBack = () => openBrowser('Electron could not open a window');
  child.once('error', fallBack);
  child.once('exit', (code) => {
    if (code !== 0 && Date.now() - began < early) fallBack();
    else process.exitCode = code ?? 1;
  });
}

function openBrowser(reason) {
  process.stderr.write(`${reason}, so the console opens in the browser instead.\n`);
  runNode([path.join(root, 'electron', 'cli', 'main.ts'), 'serve', '--open', ...args]);
}

/** Why this machine can't show a window; undefined where it can. */
function whyNoWindow() {
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display here';
  if (process.getuid?.() === 0) return 'Electron opens no window for root';
  return undefined;
}

/** The program, fetched at its first use; undefined where it can't be had. */
function findElectron() {
  const folder = path.join(root, 'node_modules', 'electron');
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH === undefined && !isFetched(folder)) {
    process.stderr.write('Fetching Electron, this takes a minute…\n');
    const options = { stdio: 'ignore', timeout: patience };
    spawnSync(process.execPath, [path.join(folder, 'install.js')], options);
  }
  return programIn(folder);
}

function isFetched(folder) {
  const program = programIn(folder);
  return program !== undefined && existsSync(program);
}

/** As the package `electron` itself finds it. */
function programIn(folder) {
  const note = path.join(folder, 'path.txt');
  const { ELECTRON_OVERRIDE_DIST_PATH: dist = path.join(folder, 'dist') } = process.env;
  const name = existsSync(note) ? readFileSync(note, 'utf8') : 'electron';
  const program = path.join(dist, name);
  return existsSync(program) ? program : undefined;
}

/** Whether anything was changed since dist/ was built. */
function isOutOfDate() {
  const built = path.join(root, 'dist', 'renderer', 'index.html');
  if (!existsSync(built)) return true;
  const { mtimeMs } = statSync(built);
  const sources = ['shared', 'electron', 'renderer'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, file)),
  );
  return [...sources, 'package.json'].some((file) => statSync(path.join(root, file)).mtimeMs > mtimeMs);
}
