import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cli, node } from './doors.ts';

const run = promisify(execFile);

/** The sample schools of the tests, by what they are good for: how the command line makes them. */
const schools = {
  /** Quick to move. */
  tidy: ['--students', '60'],
  /** Something of everything that goes wrong. */
  dirty: ['--students', '130', '--dirty'],
  /** A year of a whole school: a million rows. */
  large: ['--students', '933'],
} as const;
export type School = keyof typeof schools;

/** By this variable every worker knows the folder of its run. */
const folderVariable = 'ROLLCALL_E2E_SCHOOLS';

/**
 * Makes the sample schools in a folder of this run.
 *
 * @returns what deletes them
 */
export async function makeSchools(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-schools-'));
  process.env[folderVariable] = folder;
  const made = Object.entries(schools).map(([school, options]) =>
    run(node, [cli, 'sample', join(folder, `${school}.db`), ...options]),
  );
  await Promise.all(made);
  return () => rm(folder, { recursive: true, force: true });
}

export function pathOf(school: School): string {
  const folder = process.env[folderVariable];
  if (folder === undefined) throw new Error('The sample schools are not made.');
  return join(folder, `${school}.db`);
}
