import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { whyNoChromium } from './console/chromium.ts';
import { cli, findDoor, node, setObstacle } from './console/doors.ts';
import { schools } from './console/schools.ts';

const run = promisify(execFile);

/**
 * Before all tests: a browser where one is needed, and the sample schools, which are made once. Where no browser can be
 * had, a person is told so and has the tests skipped; a machine that only runs tests fails.
 */
export default async function prepare(): Promise<void> {
  if (!existsSync(cli)) throw new Error('The application is not built: npm run build');
  const obstacle = findDoor().kind === 'browser' ? await whyNoChromium() : undefined;
  if (obstacle !== undefined) {
    if (process.env['CI']) throw new Error(obstacle);
    setObstacle(obstacle);
    return;
  }
  const folder = dirname(schools.tidy.path);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  for (const { path, options } of Object.values(schools)) {
    await run(node, [cli, 'sample', path, ...options]);
  }
}
