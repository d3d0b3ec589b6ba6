import { targetUrl } from '../../electron/core/postgres/target.ts';
import type { Contender, Course } from '../contender.ts';
import { type Measurement, runProgram } from '../measure.ts';
import { missingProgram } from './missing-program.ts';

/** The server's own limit: `psql \copy` of the attendance rows from a ready CSV. */
export function psqlCopy(key: 'no key' | 'primary key'): Contender {
  return {
    name: `psql \\copy, ${key}`,
    obstacle: () => missingProgram('psql'),
    run: (course) => copy(course, key === 'primary key'),
  };
}

async function copy({ csv, loaded, rows }: Course, keyed: boolean): Promise<Measurement> {
  const { client, target } = loaded;
  await client.query('DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE attendance)');
  if (keyed) await client.query('ALTER TABLE bare ADD PRIMARY KEY (id)');
  await client.query('CHECKPOINT');
  const { password, ...nameless } = target;
  const { seconds } = await runProgram(
    'psql',
    ['-X', '-q', '-d', targetUrl(nameless), '-c', `\\copy bare FROM '${csv}' WITH (FORMAT csv)`],
    { env: { ...process.env, PGPASSWORD: password } },
  );
  await client.query('DROP TABLE bare');
  return { seconds, rows: rows.attendance };
}
