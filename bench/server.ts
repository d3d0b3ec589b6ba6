import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, installBinaries } from '../electron/core/embedded/binaries.ts';
import { initCluster, startCluster, stopCluster, superuser } from '../electron/core/embedded/cluster.ts';
import { anyFreePort } from '../electron/core/embedded/port.ts';
import { serverUser } from '../electron/core/embedded/server-user.ts';
import { serverSettings } from '../electron/core/embedded/settings.ts';
import { withPassword } from '../electron/core/postgres/password.ts';
import { parseTarget } from '../electron/core/postgres/target.ts';
import type { Target } from '../shared/target.ts';

interface Server extends AsyncDisposable {
  readonly target: Target;
}

/**
 * The embedded server's settings, save that everything is logged as PostgreSQL does by default: a school's server is
 * backed up, and without the log Rollcall alone would be spared the writing.
 */
function settings(): Record<string, string> {
  return { ...serverSettings(), wal_level: 'replica' };
}

/** What the options of a benchmark say of the server. */
export interface ServerOptions {
  readonly to?: string | undefined;
  readonly debian?: number | undefined;
}

/** Calls `work` with the server that runs already, or with one that is started for it and gone afterwards. */
export async function withServer(
  { to, debian }: ServerOptions,
  folder: string,
  signal: AbortSignal,
  work: (server: Target) => Promise<void>,
): Promise<void> {
  if (to === undefined) {
    await using server = await startServer(folder, debian, signal);
    await work(server.target);
  } else {
    await work(await withPassword(parseTarget(to, process.env), { environment: process.env, signal }));
  }
}

/**
 * Starts a server of its own for all contenders; it is gone with its data when disposed of.
 *
 * @param folder that every user can pass through
 * @param debian major version of a PostgreSQL from Debian's packages, instead of the embedded one
 */
export async function startServer(
  folder: string,
  debian: number | undefined,
  signal: AbortSignal,
): Promise<Server> {
  const user = await serverUser();
  const bin = debian === undefined ? await embeddedBin(folder) : debianBin(debian);
  const cluster = { folder: join(folder, 'cluster'), installation: { bin, user } };
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  await initCluster(cluster, passwordFile, { locale: ['--locale=C'], signal });
  const port = await anyFreePort();
  await startCluster(cluster, { ...settings(), port: String(port) }, signal);
  return {
    target: {
      endpoint: { kind: 'tcp', host: '127.0.0.1', port },
      database: 'postgres',
      user: superuser,
      password,
      ssl: { mode: 'disable' },
    },
    [Symbol.asyncDispose]: async () => {
      await stopCluster(cluster, 'immediate');
      await rm(cluster.folder, { recursive: true, force: true });
    },
  };
}

async function embeddedBin(folder: string): Promise<string> {
  return join(await installBinaries(await findBinaries(), folder), 'bin');
}

function debianBin(version: number): string {
  const bin = `/usr/lib/postgresql/${version}/bin`;
  if (!existsSync(bin)) throw new Error(`PostgreSQL ${version} is not installed: there is no ${bin}.`);
  return bin;
}
