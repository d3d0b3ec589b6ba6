import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { rollcallDataFolder } from '../electron/core/embedded/data-folder.ts';
import { startEmbedded, stopEmbedded } from '../electron/core/embedded/embedded.ts';
import { connect } from '../electron/core/postgres/connect.ts';
import { parseTarget } from '../electron/core/postgres/target.ts';
import type { Target } from '../shared/target.ts';
import type { Contender, Course } from './contender.ts';
import { oneInsertARow } from './contenders/one-insert-a-row.ts';
import { pgloader } from './contenders/pgloader.ts';
import { psqlCopy } from './contenders/psql-copy.ts';
import { rollcall } from './contenders/rollcall.ts';
import { prepareCourse, writeCsv } from './course.ts';
import type { Measurement } from './measure.ts';
import { goalTable, resultTable } from './table.ts';
import { judge, type Series } from './verdict.ts';

const Options = z.strictObject({
  rounds: z.number(),
  students: z.number(),
  tenfold: z.boolean(),
  to: z.string().optional(),
});
type Options = z.infer<typeof Options>;

const count = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a whole number of at least 1.');
  return Number(text);
};

const options = Options.parse(
  new Command('bench')
    .description(
      'Measures Rollcall beside other ways from SQLite to PostgreSQL, round by round on one server.',
    )
    .option('--rounds <n>', 'measured rounds; medians are taken of them', count, 3)
    .option('--students <n>', 'size of the school; 933 make 1,175,580 attendance rows', count, 933)
    .option('--no-tenfold', 'leave out the school of ten times the rows')
    .option(
      '--to <url>',
      'another server than an embedded one of its own, with a superuser; PGPASSWORD is read',
    )
    .parse()
    .opts(),
);

const folder = await mkdtemp(join(await benchFolder(), 'run-'));
try {
  if (options.to === undefined) await onOwnServer(options);
  else await bench({ ...parseTarget(options.to, process.env), ...passwordOf(process.env) }, options);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Beside the runs, where the embedded server's user gets to, and on a real disk. */
async function benchFolder(): Promise<string> {
  const path = join(rollcallDataFolder(), 'bench');
  await mkdir(path, { recursive: true });
  return path;
}

function passwordOf({ PGPASSWORD }: NodeJS.ProcessEnv): { password?: string } {
  return PGPASSWORD === undefined ? {} : { password: PGPASSWORD };
}

async function onOwnServer(given: Options): Promise<void> {
  const dataDir = join(folder, 'postgres');
  const { target } = await startEmbedded({ dataDir });
  try {
    await bench(target, given);
  } finally {
    await stopEmbedded({ dataDir });
  }
}

async function bench(server: Target, { rounds, students, tenfold }: Options): Promise<void> {
  const course = await prepareCourse(server, folder, students);
  const contenders = await ready([
    psqlCopy('no key'),
    psqlCopy('primary key'),
    oneInsertARow,
    pgloader,
    rollcall,
  ]);
  if (contenders.some(({ name }) => name.startsWith('psql'))) await writeCsv(course);
  const series = await interleave(course, contenders, rounds);
  await course.done();
  const large = tenfold ? await atTenTimes(server, students, rounds) : undefined;
  const find = (contender: Contender) => series.find(({ name }) => name === contender.name);
  const own = find(rollcall) ?? { name: rollcall.name, measurements: [] };
  const goals = judge({
    rollcall: own,
    copy: find(psqlCopy('no key')),
    pgloader: find(pgloader),
    tenfold: large,
  });
  process.stdout.write(`\n${resultTable([...series, ...(large ? [large] : [])])}\n\n${goalTable(goals)}\n`);
  await keep({
    rounds,
    students,
    machine: await machine(server),
    series: [...series, ...(large ? [large] : [])],
    goals,
  });
}

async function ready(contenders: readonly Contender[]): Promise<Contender[]> {
  const able: Contender[] = [];
  for (const contender of contenders) {
    const obstacle = await contender.obstacle();
    if (obstacle === undefined) able.push(contender);
    else say(`${contender.name} is left out: ${obstacle}.`);
  }
  return able;
}

/** One round nobody measures, so that caches are warm for all alike; then each in turn, round by round. */
async function interleave(
  course: Course,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Series[]> {
  const measured = new Map<string, Measurement[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      await course.loaded.client.query('CHECKPOINT');
      const measurement = await contender.run(course);
      say(
        `${round === 0 ? 'warm-up' : `round ${round}`}  ${contender.name}  ${measurement.seconds.toFixed(2)} s`,
      );
      if (round > 0) measured.get(contender.name)?.push(measurement);
    }
  }
  return [...measured].map(([name, measurements]) => ({ name, measurements }));
}

async function atTenTimes(server: Target, students: number, rounds: number): Promise<Series> {
  say('making a school of ten times the rows');
  const course = await prepareCourse(server, folder, students * 10);
  const contender = { ...rollcall, name: `${rollcall.name}, ten times the rows` };
  const measurements: Measurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await course.loaded.client.query('CHECKPOINT');
    const measurement = await contender.run(course);
    say(`round ${round}  ${contender.name}  ${measurement.seconds.toFixed(2)} s`);
    measurements.push(measurement);
  }
  await course.done();
  return { name: contender.name, measurements };
}

async function machine(server: Target): Promise<Record<string, unknown>> {
  const client = await connect(server, { database: 'postgres' });
  const { rows } = await client.query(
    `SELECT name, setting || coalesce(unit, '') AS setting FROM pg_settings WHERE name IN ('server_version', 'fsync',
       'synchronous_commit', 'wal_level', 'shared_buffers', 'max_wal_size', 'maintenance_work_mem')`,
  );
  await client.end();
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model,
    memoryMegabytes: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    server: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
  };
}

async function keep(results: unknown): Promise<void> {
  const folderOfResults = join(import.meta.dirname, 'results');
  await mkdir(folderOfResults, { recursive: true });
  const path = join(folderOfResults, `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`);
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
  say(`Every measurement is in ${path}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
