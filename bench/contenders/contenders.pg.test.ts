import { expect, test } from 'vitest';
import { servers } from '../../electron/testing/postgres.ts';
import { temporaryFolder } from '../../electron/testing/temporary-folder.ts';
import { prepareAttendance } from '../attendance.ts';
import { runRounds } from '../rounds.ts';
import { makeSchool } from '../school.ts';
import { allContenders, installedContenders } from './contenders.ts';

const { signal } = new AbortController();

test('every contender that is installed moves a small school, each into a database of its own', async () => {
  await using folder = await temporaryFolder();
  const school = await makeSchool(folder.path, 4, signal);
  const attendance = await prepareAttendance(school, folder.path, signal);
  const course = { school, attendance, tenfold: undefined, folder: folder.path };
  const contenders = await installedContenders(allContenders(course), () => undefined);
  for (const { target } of servers().slice(0, 1)) {
    const laps: string[] = [];
    const series = await runRounds(target, contenders, 1, {
      signal,
      onLap: ({ round, contender }) => laps.push(`${round} ${contender.id}`),
    });
    const ids = contenders.map(({ id }) => id);
    expect(laps).toEqual([0, 1].flatMap((round) => ids.map((id) => `${round} ${id}`)));
    expect(series.map(({ contender }) => contender)).toEqual(ids);
    expect(series.map(({ measurements }) => measurements.length)).toEqual(ids.map(() => 1));
  }
}, 120_000);
