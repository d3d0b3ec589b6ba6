import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { inject } from 'vitest';
import { startCluster, stopCluster } from '../core/embedded/cluster.ts';
import type { Installation } from '../core/embedded/program.ts';
import { serverUser } from '../core/embedded/server-user.ts';
import { debian15, type RunningServer, startTestServer } from './test-server.ts';

/** A server that one test may stop, start and configure as it pleases. */
export interface OwnServer extends RunningServer, AsyncDisposable {
  readonly stop: () => Promise<void>;
  /** At the address that it had. */
  readonly start: () => Promise<void>;
}

/** Debian's PostgreSQL 15; tests look among `servers()` whether it is there. */
export async function debianInstallation(): Promise<Installation> {
  return { bin: debian15, user: await serverUser() };
}

/** A folder that isn't there yet, deleted at the end of the run. */
export function homeOf(name: string): string {
  return path.join(inject('runFolder'), `${name}-${randomBytes(4).toString('hex')}`);
}

/**
 * Starts Debian's PostgreSQL 15.
 *
 * @param settings configuration parameters besides the address; see `startCluster`
 */
export async function startOwnServer(settings: Readonly<Record<string, string>> = {}): Promise<OwnServer> {
  const where = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  return owned(
    await startTestServer(homeOf('own'), 15, await debianInstallation(), ['--locale=C.UTF-8'], {
      ...where,
      ...settings,
    }),
  );
}

export function owned(running: RunningServer): OwnServer {
  const { cluster, settings } = running;
  return {
    ...running,
    stop: () => stopCluster(cluster, 'fast'),
    start: async () => {
      await startCluster(cluster, settings);
    },
    [Symbol.asyncDispose]: () => stopCluster(cluster, 'immediate'),
  };
}
