import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../shared/target.ts';
import { programVersion } from './contender.ts';
import type { DuelStatement, Pace } from './duel.ts';
import { median } from './measurement.ts';
import { runProgram } from './program.ts';

const debianFolder = '/usr/lib/postgresql';

/** Share of the transactions that pgbench logs: enough for a median, too few to slow it down. */
const samplingRate = 0.1;

/**
 * pgbench on the path, or Debian's newest.
 *
 * @throws Error where there is none
 */
export async function findPgbench(): Promise<string> {
  if ((await programVersion('pgbench')) !== undefined) return 'pgbench';
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number) : [];
  const newest = versions
    .toSorted((one, other) => other - one)
    .map((version) => join(debianFolder, String(version), 'bin', 'pgbench'))
    .find((program) => existsSync(program));
  if (newest === undefined) throw new Error("pgbench is not installed; it comes with PostgreSQL's programs.");
  return newest;
}

/** The script that pgbench runs for a statement, with the same values in the same ranges. */
export function pgbenchScript({ sql, draws }: DuelStatement): string {
  const sets = draws.map(({ name, from, to }) => `\\set ${name} random(${from}, ${to})`);
  return `${[...sets, sql].join('\n')};\n`;
}

/** Lets pgbench run the statement with prepared statements, each client on a connection of its own. */
export async function runPgbench(
  program: string,
  target: Target,
  statement: DuelStatement,
  { users, seconds }: { readonly users: number; readonly seconds: number },
  folder: string,
  signal: AbortSignal,
): Promise<Pace> {
  const { endpoint, user, password, database, ssl } = target;
  const work = await mkdtemp(join(folder, 'pgbench-'));
  try {
    const script = join(work, 'statement.sql');
    await writeFile(script, pgbenchScript(statement));
    const args = ['-n', '-M', 'prepared', '-f', script, '-c', String(users), '-T', String(seconds)];
    const log = ['-l', '--log-prefix', join(work, 'log'), '--sampling-rate', String(samplingRate)];
    const { stdout } = await runProgram(program, [...args, ...log], {
      environment: {
        PGHOST: endpoint.kind === 'tcp' ? endpoint.host : endpoint.folder,
        PGPORT: String(endpoint.port),
        PGUSER: user,
        PGDATABASE: database,
        PGPASSWORD: password,
        PGSSLMODE: ssl.mode,
      },
      signal,
    });
    const latencies = await readLatencies(work);
    return { throughput: readThroughput(stdout), p50: median(latencies) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws Error when pgbench's summary tells none */
export function readThroughput(summary: string): number {
  const tps = /^tps = ([\d.]+) \(without initial connection time\)$/m.exec(summary)?.[1];
  if (tps === undefined) throw new Error(`pgbench told no throughput:\n${summary}`);
  return Number(tps);
}

/** Milliseconds: the third field of each line, in microseconds (manual, pgbench, "Per-Transaction Logging"). */
async function readLatencies(folder: string): Promise<number[]> {
  const names = readdirSync(folder).filter((name) => name.startsWith('log.'));
  const logs = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return logs.flatMap((log) =>
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Number(line.split(' ')[2]) / 1000),
  );
}
