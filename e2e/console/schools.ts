import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'rollcall-e2e-schools');

/** The sample schools of the tests, by what they are good for. */
export const schools = {
  /** Quick to move. */
  tidy: { path: join(folder, 'tidy.db'), options: ['--students', '60'] },
  /** Something of everything that goes wrong. */
  dirty: { path: join(folder, 'dirty.db'), options: ['--students', '130', '--dirty'] },
  /** Long enough under way to be looked at, cancelled, reloaded. */
  large: { path: join(folder, 'large.db'), options: ['--students', '933'] },
} as const;
export type School = keyof typeof schools;
