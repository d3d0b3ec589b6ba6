import { availableParallelism, cpus, loadavg, platform, release, totalmem, type } from 'node:os';
import Database from 'better-sqlite3';
import type { Conditions } from '../../../shared/load-test.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from '../postgres/connect.ts';

/** SQLite waits this long for a lock, as Python's driver does unless told otherwise (its manual, `timeout`). */
export const busyTimeoutMs = 5000;

/** What makes a server fast or safe, by the names of pg_settings. */
const settings = [
  'shared_buffers',
  'effective_cache_size',
  'work_mem',
  'max_connections',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'max_wal_size',
  'checkpoint_timeout',
  'random_page_cost',
  'jit',
  'autovacuum',
];

/** Conditions that were seen before. */
type Known = Pick<Conditions, 'journalMode' | 'loadAverage' | 'fileIndexes' | 'tables'>;

/** What the system tells of its last minute; Windows tells 0 whatever is going on (Node's manual, `os.loadavg`). */
export function loadAverage(): Pick<Conditions, 'loadAverage'> {
  const [lastMinute] = platform() === 'win32' ? [] : loadavg();
  return lastMinute === undefined ? {} : { loadAverage: lastMinute };
}

/** Reads what somebody needs to judge the numbers of a load test, or to repeat them. */
export async function readConditions(
  { target, version, ...known }: { target: Target; version: string } & Known,
  signal: AbortSignal,
): Promise<Conditions> {
  const client = await connect(target, { signal });
  try {
    return await cancellable(client, target, signal, async () => {
      const { rows } = await client.query<{ name: string; setting: string }>(
        'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
        [settings],
      );
      const { rows: server } = await client.query<{ version: string }>(
        "SELECT current_setting('server_version') AS version",
      );
      return {
        machine: {
          system: `${type()} ${release()}`,
          processor: cpus()[0]?.model.trim() ?? '',
          cores: availableParallelism(),
          memoryBytes: totalmem(),
        },
        versions: {
          rollcall: version,
          sqlite: sqliteVersion(),
          postgres: server[0]?.version ?? '',
          node: process.versions.node,
        },
        serverIsLocal: isLocal(target),
        busyTimeoutMs,
        settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
        ...known,
      };
    });
  } finally {
    await client.end();
  }
}

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}

/** As far as an address tells: a tunnel looks like this machine. */
function isLocal({ endpoint }: Target): boolean {
  return endpoint.kind === 'socket' || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(endpoint.host);
}
