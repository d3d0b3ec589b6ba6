import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { chromiumBinary, cli, electronBinary, node } from './console/doors.ts';
import { schools } from './console/schools.ts';

const run = promisify(execFile);

/** Before all tests: a browser where one is needed, and the sample schools, which are made once. */
export default async function prepare(): Promise<void> {
  if (!existsSync(cli)) throw new Error('The application is not built: npm run build');
  if (electronBinary() === undefined && chromiumBinary() === undefined) await installChromium();
  const folder = dirname(schools.tidy.path);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  for (const { path, options } of Object.values(schools)) {
    await run(node, [cli, 'sample', path, ...options]);
  }
}

/** Debian as root: a container in which tests run. */
async function installChromium(): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('There is no Chromium: npx playwright install chromium');
  }
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']);
}
