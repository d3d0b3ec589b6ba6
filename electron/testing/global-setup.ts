import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Binaries, binariesIn, findBinaries, installBinaries } from '../core/embedded/binaries.ts';
import { stopCluster } from '../core/embedded/cluster.ts';
import { isAlive } from '../core/embedded/postmaster.ts';
import type { Installation } from '../core/embedded/program.ts';
import { type ServerUser, serverUser } from '../core/embedded/server-user.ts';
import { serverSettings } from '../core/embedded/settings.ts';
import {
  debian15,
  makeRunFolder,
  type RunningServer,
  startTestServer,
  sweepDeadRuns,
  type TestServer,
} from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    servers: TestServer[];
    /** Where tests may start servers of their own: they are swept up if a run is killed. */
    runFolder: string;
  }
}

/** Starts the servers for the tests that want one, and stops them at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadRuns();
  const folder = await makeRunFolder();
  const running: RunningServer[] = [];
  const stopAtOnce = () => {
    for (const { pid } of running) if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
  };
  process.once('exit', stopAtOnce);
  process.once('SIGTERM', () => process.exit(143));
  for await (const server of start(folder, await serverUser())) running.push(server);
  project.provide('runFolder', folder);
  project.provide('servers', running.map(publicPart));
  return async () => {
    process.off('exit', stopAtOnce);
    await Promise.all(running.map(({ cluster }) => stopCluster(cluster, 'immediate')));
    await rm(folder, { recursive: true, force: true });
  };
}

/** The server whose package is in the folder that ROLLCALL_TEST_SERVER names; without that 18, and Debian's 15. */
async function* start(folder: string, user: ServerUser | undefined): AsyncGenerator<RunningServer> {
  const { ROLLCALL_TEST_SERVER: named } = process.env;
  if (named) {
    yield startOlder(await binariesIn(named), folder, user);
    return;
  }
  yield start18(folder, user);
  if (existsSync(debian15)) yield start15(folder, user);
  else process.stderr.write('PostgreSQL 15 is not installed here: its tests are not run.\n');
}

async function start18(folder: string, user: ServerUser | undefined): Promise<RunningServer> {
  const installation = await install(await findBinaries(), folder, user);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return startTestServer(path.join(folder, '18'), 18, installation, locale, serverSettings());
}

async function startOlder(
  binaries: Binaries,
  folder: string,
  user: ServerUser | undefined,
): Promise<RunningServer> {
  const major = Number.parseInt(binaries.version, 10);
  const installation = await install(binaries, folder, user);
  const settings = { ...onLoopback, shared_preload_libraries: 'pg_stat_statements' };
  return startTestServer(
    path.join(folder, String(major)),
    major,
    installation,
    ['--locale=C.UTF-8'],
    settings,
  );
}

async function install(
  binaries: Binaries,
  folder: string,
  user: ServerUser | undefined,
): Promise<Installation> {
  return { bin: path.join(await installBinaries(binaries, folder), 'bin'), user };
}

const onLoopback = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };

function start15(folder: string, user: ServerUser | undefined): Promise<RunningServer> {
  return startTestServer(
    path.join(folder, '15'),
    15,
    { bin: debian15, user },
    ['--locale=C.UTF-8'],
    onLoopback,
  );
}

function publicPart({ version, target, countsQueries }: RunningServer): TestServer {
  return { version, target, countsQueries };
}
