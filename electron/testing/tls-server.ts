import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBinaries, installBinaries } from '../core/embedded/binaries.ts';
import { stopCluster } from '../core/embedded/cluster.ts';
import type { Installation } from '../core/embedded/program.ts';
import { serverUser } from '../core/embedded/server-user.ts';
import { type Certificate, issue, makeAuthority } from './certificate.ts';
import { freshDatabase, servers } from './postgres.ts';
import { type RunningServer, startTestServer } from './test-server.ts';

/** A server of one test file's own, with `ssl = on`. */
export interface TlsServer extends AsyncDisposable {
  readonly running: RunningServer;
  /** Holds the server's socket. */
  readonly socketFolder: string;
  readonly authority: Certificate;
  /** PEM file of the authority that signed the server's certificate. */
  readonly caFile: string;
  /** PEM file of an authority that didn't. */
  readonly strangerFile: string;
  /** Puts another certificate in the place of the server's; it is used after `pg_reload_conf()`. */
  readonly present: (certificate: Certificate) => Promise<void>;
}

/**
 * Starts a server with a certificate for `names`, listening on 127.0.0.1 and ::1.
 *
 * @param names see `issue`
 * @param rules lines of pg_hba.conf
 * @param release otherwise the embedded one
 * @param settings configuration parameters besides
 */
export async function startTlsServer(
  names: readonly string[],
  rules: readonly string[],
  release?: { readonly version: number; readonly installation: Installation },
  settings: Readonly<Record<string, string>> = {},
): Promise<TlsServer> {
  const user = await serverUser();
  const run = await runFolder();
  const home = path.join(run, `tls-${randomBytes(4).toString('hex')}`);
  const folder = `${home}-files`;
  await mkdir(folder);
  await chmod(folder, 0o711);
  if (user) await chown(folder, user.uid, user.gid);
  const owned = async (name: string, text: string) => {
    const file = path.join(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    if (user) await chown(file, user.uid, user.gid);
    return file;
  };
  const authority = makeAuthority('rollcall test authority');
  const caFile = await owned('authority.crt', authority.certificate);
  const strangerFile = await owned('stranger.crt', makeAuthority('rollcall stranger').certificate);
  const present = async ({ certificate, key }: Certificate) => {
    await owned('server.crt', certificate);
    await owned('server.key', key.export({ type: 'pkcs8', format: 'pem' }).toString());
  };
  await present(issue(authority, names));
  const { version, installation } = release ?? (await embedded(run));
  const running = await startTestServer(home, version, installation, ['--locale=C'], {
    ...settings,
    listen_addresses: '127.0.0.1,::1',
    unix_socket_directories: folder,
    ssl: 'on',
    ssl_cert_file: path.join(folder, 'server.crt'),
    ssl_key_file: path.join(folder, 'server.key'),
    hba_file: await owned('pg_hba.conf', `${rules.join('\n')}\n`),
  });
  return {
    running,
    socketFolder: folder,
    authority,
    caFile,
    strangerFile,
    present,
    [Symbol.asyncDispose]: () => stopCluster(running.cluster, 'immediate'),
  };
}

async function embedded(run: string): Promise<{ version: number; installation: Installation }> {
  const programs = await installBinaries(await findBinaries(), run);
  return { version: 18, installation: { bin: path.join(programs, 'bin'), user: await serverUser() } };
}

/** The folder of the whole run's servers: it is deleted at the end, or swept by the next run after a crash. */
async function runFolder(): Promise<string> {
  const [newest] = servers();
  if (newest === undefined) throw new Error('No server runs.');
  await using database = await freshDatabase(newest);
  const { rows } = await database.client.query<{ data_directory: string }>('SHOW data_directory');
  return path.resolve(rows[0]?.data_directory ?? '', '..', '..');
}
