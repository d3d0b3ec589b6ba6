import { existsSync } from 'node:fs';
import { whyNoChromium } from './console/chromium.ts';
import { cli, findDoor, setObstacle } from './console/doors.ts';
import { makeSchools } from './console/schools.ts';

/**
 * Before all tests: a browser where one is needed, and the sample schools. Where no browser can be had, a person is told
 * so and has the tests skipped; a machine that only runs tests fails.
 *
 * @returns what is done after all tests
 */
export default async function prepare(): Promise<() => Promise<void>> {
  if (!existsSync(cli)) throw new Error('The application is not built: npm run build');
  const obstacle = findDoor().kind === 'browser' ? await whyNoChromium() : undefined;
  if (obstacle === undefined) return makeSchools();
  if (process.env['CI']) throw new Error(obstacle);
  setObstacle(obstacle);
  return () => Promise.resolve();
}
