import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { version } from '../electron/cli/version.ts';
import { connect } from '../electron/core/postgres/connect.ts';
import type { Target } from '../shared/target.ts';
import { programVersion } from './contender.ts';

/** Settings that decide how fast a server takes rows. */
const settings = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'max_wal_size',
  'shared_buffers',
  'work_mem',
  'maintenance_work_mem',
  'max_parallel_maintenance_workers',
];

/** What the figures of a run depend on besides Rollcall: machine, versions and the server's settings. */
export async function describeMachine(server: Target, signal: AbortSignal) {
  return {
    machine: {
      system: `${type()} ${release()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryMegabytes: Math.round(totalmem() / 2 ** 20),
    },
    versions: {
      rollcall: version,
      node: process.version,
      psql: await programVersion('psql'),
      pgloader: await programVersion('pgloader'),
    },
    server: await describeServer(server, signal),
  };
}

/** As SHOW prints them, with units. */
async function describeServer(server: Target, signal: AbortSignal): Promise<Record<string, string>> {
  const client = await connect(server, { database: 'postgres', signal });
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
      [settings],
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  } finally {
    await client.end();
  }
}
