import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../electron/core/postgres/connect.ts';
import { dropDatabase, ensureDatabase } from '../electron/core/postgres/database.ts';
import { targetUrl } from '../electron/core/postgres/target.ts';
import { migrate } from '../electron/core/run/migrate.ts';
import { defaultSampleOptions, makeSample } from '../electron/core/sample/sample.ts';
import type { Target } from '../shared/target.ts';
import type { Course } from './contender.ts';
import { runProgram } from './measure.ts';

const never = new AbortController().signal;

/** Makes a school of so many students, loads it once, and writes its attendance as CSV where psql is there. */
export async function prepareCourse(
  server: Target,
  folder: string,
  students: number,
): Promise<Course & { done: () => Promise<void> }> {
  const file = join(folder, `school-${students}.db`);
  const school = await makeSample(
    file,
    { ...defaultSampleOptions, students },
    { signal: never, advance: () => undefined },
  );
  const rowsOf = (name: string) => school.tables.find((table) => table.name === name)?.rows ?? 0;
  const { target, drop } = await freshDatabase(server);
  const runFolder = join(folder, `loaded-${students}`);
  await mkdir(runFolder);
  const loaded = await migrate(
    {
      source: file,
      target,
      schema: 'public',
      mode: 'create',
      badRows: 'stop',
      dryRun: false,
      integrity: 'quick',
      folder: runFolder,
    },
    { signal: never, onProgress: () => undefined },
  );
  if (loaded.outcome !== 'verified')
    throw new Error(`The course could not be laid: ${JSON.stringify(loaded)}`);
  const csv = join(folder, `attendance-${students}.csv`);
  const client = await connect(target);
  return {
    file,
    csv,
    folder,
    rows: { all: school.tables.reduce((sum, { rows }) => sum + rows, 0), attendance: rowsOf('attendance') },
    loaded: { target, client },
    freshDatabase: () => freshDatabase(server),
    done: async () => {
      await client.end();
      await drop();
    },
  };
}

/** @throws Error when psql fails */
export async function writeCsv({ csv, loaded: { target } }: Course): Promise<void> {
  const { password, ...nameless } = target;
  await runProgram(
    'psql',
    ['-X', '-q', '-d', targetUrl(nameless), '-c', `\\copy attendance TO '${csv}' WITH (FORMAT csv)`],
    {
      env: { ...process.env, PGPASSWORD: password },
    },
  );
}

async function freshDatabase(server: Target): Promise<{ target: Target; drop: () => Promise<void> }> {
  const target = { ...server, database: `bench_${randomBytes(4).toString('hex')}` };
  await ensureDatabase(target, never);
  return { target, drop: () => dropDatabase(target) };
}
