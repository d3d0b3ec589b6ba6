import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abortOnInterrupt } from '../electron/cli/interrupt.ts';
import { withPassword } from '../electron/core/postgres/password.ts';
import { parseTarget } from '../electron/core/postgres/target.ts';
import { bench } from './bench.ts';
import { type Options, readOptions } from './options.ts';
import { startServer } from './server.ts';

const options = readOptions(process.argv.slice(2));
const signal = abortOnInterrupt('Stopping, and tidying up.');
const folder = await makeFolder();
try {
  await benchOnServer(options);
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** On a real disk, which /tmp often isn't; every user can pass through it, as PostgreSQL's has to. */
async function makeFolder(): Promise<string> {
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const made = await mkdtemp(join(base, 'rollcall-bench-'));
  await chmod(made, 0o711);
  return made;
}

async function benchOnServer(given: Options): Promise<void> {
  const { to, debian } = given;
  if (to === undefined) {
    await using server = await startServer(folder, debian, signal);
    await bench(server.target, given, folder, signal);
  } else {
    const target = await withPassword(parseTarget(to, process.env), { environment: process.env, signal });
    await bench(target, given, folder, signal);
  }
}
