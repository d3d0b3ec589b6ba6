import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startCluster } from '../core/embedded/cluster.ts';
import { anyFreePort } from '../core/embedded/port.ts';
import { homeOf, type OwnServer, owned } from './own-server.ts';

/**
 * Starts a server that follows `primary` over a connection.
 *
 * @param slot a new one of the primary, which keeps its log for this standby
 */
export async function startStandby(primary: OwnServer, slot: string): Promise<OwnServer> {
  const { endpoint, user, password } = primary.target;
  if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
  const { installation } = primary.cluster;
  const home = homeOf('standby');
  await mkdir(home);
  await chmod(home, 0o777);
  const cluster = { folder: path.join(home, 'cluster'), installation };
  const from = `postgresql://${user}:${password}@${endpoint.host}:${endpoint.port}/`;
  const args = [
    `--dbname=${from}`,
    `--pgdata=${cluster.folder}`,
    '--write-recovery-conf',
    '--create-slot',
    `--slot=${slot}`,
    '--checkpoint=fast',
    '--no-sync',
  ];
  await promisify(execFile)(path.join(installation.bin, 'pg_basebackup'), args, {
    cwd: home,
    ...installation.user,
  });
  const port = await anyFreePort();
  const settings = { ...primary.settings, port: String(port) };
  const { pid } = await startCluster(cluster, settings);
  const target = { ...primary.target, endpoint: { ...endpoint, port } };
  return owned({ ...primary, target, cluster, pid, settings });
}
