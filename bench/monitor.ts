import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { watch } from '../electron/core/monitor/watch.ts';
import { connect } from '../electron/core/postgres/connect.ts';
import { reviveError } from '../shared/errors/index.ts';
import type { Target } from '../shared/target.ts';
import { startServer } from './server.ts';

/**
 * `npm run bench:monitor [SECONDS] [DEBIAN]`: what the monitor costs the server that it looks at, as CPU time of the
 * process that serves it. The server has more of everything than a school's: 200 tables with three indexes each, 40
 * sessions, of which some always wait for each other, and 2,000 statements that are counted.
 */
const seconds = Number(process.argv[2] ?? 60);
const debian = process.argv[3] === undefined ? undefined : Number(process.argv[3]);

const crowd = { tables: 200, sessions: 40, waiting: 5, statements: 2000 };

/** Of one core. */
const goal = 0.01;

const folder = await mkdtemp(join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), 'rollcall-bench-monitor-'));
// PostgreSQL's own user has to pass.
await chmod(folder, 0o711);
try {
  await using server = await startServer(folder, debian, new AbortController().signal);
  const clients = await makeCrowd(server.target);
  report(await measure(server.target));
  for (const client of clients) client.connection.stream.destroy();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function makeCrowd(target: Target): Promise<readonly pg.Client[]> {
  const clients = await Promise.all(Array.from({ length: crowd.sessions }, () => connect(target)));
  const [first, ...others] = clients;
  if (first === undefined) throw new Error('There has to be a session.');
  for (let table = 0; table < crowd.tables; table += 1) {
    await first.query(`CREATE TABLE mark_${table} (id int PRIMARY KEY, student int, day date);
      CREATE INDEX ON mark_${table} (student); CREATE INDEX ON mark_${table} (day);
      INSERT INTO mark_${table} SELECT n, n, 'today' FROM generate_series(1, 1000) AS n`);
  }
  await first.query('CREATE EXTENSION pg_stat_statements').catch(() => undefined);
  for (let statement = 0; statement < crowd.statements; statement += 1) {
    await first.query(`SELECT id AS a${statement} FROM mark_${statement % crowd.tables} WHERE student = 7`);
  }
  await first.query('BEGIN');
  await first.query('UPDATE mark_0 SET student = 0 WHERE id = 1');
  for (const other of others.slice(0, crowd.waiting)) {
    other.query('UPDATE mark_0 SET student = 1 WHERE id = 1').catch(() => undefined);
  }
  return clients;
}

interface Measured {
  readonly readings: number;
  readonly seconds: number;
  readonly cpu: number;
}

async function measure(target: Target): Promise<Measured> {
  const began = performance.now();
  let readings = 0;
  for await (const look of watch(target, new AbortController().signal)) {
    if (look.event === 'no answer') throw reviveError(look.error);
    readings += 1;
    if (look.reading.waits.length !== crowd.waiting) throw new Error('Nobody waits.');
    const took = (performance.now() - began) / 1000;
    if (took >= seconds) return { readings, seconds: took, cpu: await cpuSeconds(await watcher(target)) };
  }
  throw new Error('It ended by itself.');
}

/** The server's process that serves the monitor, and has done nothing else. */
async function watcher(target: Target): Promise<number> {
  const client = await connect(target);
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'rollcall monitor'",
  );
  await client.end();
  if (rows[0] === undefined || rows.length > 1) throw new Error('The monitor has one connection.');
  return rows[0].pid;
}

/** User and system time of a process: fields 14 and 15 of proc_pid_stat(5), after the name in brackets. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

function report({ readings, seconds: took, cpu }: Measured): void {
  const share = cpu / took;
  const words = {
    readings,
    seconds: Math.round(took),
    'CPU seconds of the server': Math.round(cpu * 1000) / 1000,
    'percent of one core': Math.round(share * 10_000) / 100,
    'goal, percent': goal * 100,
  };
  process.stdout.write(`${JSON.stringify(words, null, 2)}\n`);
  if (share >= goal) process.exitCode = 1;
}
