// Installs the dependencies where they are missing or not those of package-lock.json. Plain JavaScript without
// dependencies, since it runs before there are any, on whatever Node the machine has. Quick when all is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The Node that all of Rollcall runs on; an npm package brings it. */
export const node = path.join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

if (!isInstalled()) {
  process.stderr.write('Installing what Rollcall needs, this takes a minute…\n');
  npm('ci --no-audit --no-fund');
}
// .npmrc keeps packages from running scripts of their own: npm 9 and 10 would try to compile better-sqlite3, which has
// its binaries inside. Only the package that fetches Node has to.
if (!existsSync(node)) npm('rebuild node --ignore-scripts=false');

/** Says everything on stderr: stdout belongs to the command that was asked for. Returns what it told a 'pipe'. */
export function npm(command, output = 2) {
  const { status, error, stdout } = spawnSync(`npm ${command} --loglevel=error`, {
    cwd: root,
    env: { ...process.env, PATH: pathWithoutProject() },
    stdio: ['ignore', output, 2],
    encoding: 'utf8',
    shell: true,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}

/** Scripts find the project's own Node first; npm must not run on what it is about to delete. */
function pathWithoutProject() {
  const own = path.join('node_modules', '.bin');
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.filter((folder) => !folder.endsWith(own)).join(path.delimiter);
}

/** Whether node_modules holds what the lock file says, no less and no more, by the note that npm leaves there. */
function isInstalled() {
  const note = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const { '': _, ...wanted } = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(note);
  const hasAll = Object.entries(wanted).every(([name, entry]) => isSame(entry, installed[name]));
  return hasAll && Object.keys(installed).every((name) => name in wanted);
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function isSame(wanted, installed) {
  if (installed) return installed.version === wanted.version && installed.integrity === wanted.integrity;
  return wanted.optional === true && !isForHere(wanted);
}

/**
 * Whether npm installs this optional package here. One that names no system goes with another that does; and which
 * C library there is can't be told quickly, so those are left to npm.
 */
function isForHere({ os, cpu, libc }) {
  return !libc && os?.includes(process.platform) && cpu?.includes(process.arch);
}
