import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findBinaries, installBinaries } from '../core/embedded/binaries.ts';
import { stopCluster } from '../core/embedded/cluster.ts';
import { isAlive } from '../core/embedded/postmaster.ts';
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

/** Starts PostgreSQL 18, and 15 where Debian's is installed, for the tests that want one; stops them at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadRuns();
  const folder = await makeRunFolder();
  const running: RunningServer[] = [];
  const stopAtOnce = () => {
    for (const { pid } of running) if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
  };
  process.once('exit', stopAtOnce);
  process.once('SIGTERM', () => process.exit(143));
  const user = await serverUser();
  running.push(await start18(folder, user));
  if (existsSync(debian15)) running.push(await start15(folder, user));
  else process.stderr.write('PostgreSQL 15 is not installed here: its tests are not run.\n');
  project.provide('runFolder', folder);
  project.provide('servers', running.map(publicPart));
  return async () => {
    process.off('exit', stopAtOnce);
    await Promise.all(running.map(({ cluster }) => stopCluster(cluster, 'immediate')));
    await rm(folder, { recursive: true, force: true });
  };
}

async function start18(folder: string, user: ServerUser | undefined): Promise<RunningServer> {
  const programs = await installBinaries(await findBinaries(), folder);
  const installation = { bin: path.join(programs, 'bin'), user };
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return startTestServer(path.join(folder, '18'), 18, installation, locale, serverSettings());
}

function start15(folder: string, user: ServerUser | undefined): Promise<RunningServer> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  return startTestServer(
    path.join(folder, '15'),
    15,
    { bin: debian15, user },
    ['--locale=C.UTF-8'],
    settings,
  );
}

function publicPart({ version, target }: RunningServer): TestServer {
  return { version, target };
}
