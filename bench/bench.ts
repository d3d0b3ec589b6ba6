import type { Target } from '../shared/target.ts';
import { prepareAttendance } from './attendance.ts';
import { allContenders, installedContenders } from './contenders/contenders.ts';
import { judgeGoals } from './goals.ts';
import { describeMachine } from './machine.ts';
import type { Options } from './options.ts';
import { keepResults } from './results.ts';
import { type Lap, runRounds } from './rounds.ts';
import { makeSchool } from './school.ts';
import { goalTable, resultTable } from './table.ts';

/**
 * Measures every contender that is installed, prints the medians on stdout and keeps every measurement.
 *
 * @param folder for schools, CSV and snapshots
 * @throws Error when a contender fails
 */
export async function bench(
  server: Target,
  options: Options,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { rounds, students, tenfold } = options;
  say(`making the school year of ${students} students`);
  const school = await makeSchool(folder, students, signal);
  const attendance = await prepareAttendance(school, folder, signal);
  if (tenfold) say(`making the school year of ${students * 10} students`);
  const large = tenfold ? await makeSchool(folder, students * 10, signal) : undefined;
  const contenders = await installedContenders(
    allContenders({ school, attendance, tenfold: large, folder }),
    ({ name, program }) => say(`left out: ${name} (${program} is not installed)`),
  );
  const series = await runRounds(server, contenders, rounds, {
    signal,
    onLap: (lap) => say(lapLine(lap, rounds)),
  });
  const goals = judgeGoals(series);
  process.stdout.write(`\n${resultTable(series)}\n\n${goalTable(goals)}\n\n`);
  const settings = { rounds, students, ...(await describeMachine(server, signal)) };
  say(`kept in ${await keepResults({ ...settings, goals, series })}`);
}

function lapLine({ round, contender, measurement: { seconds } }: Lap, rounds: number): string {
  const when = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
  return `${when.padEnd(14)}${seconds.toFixed(2).padStart(7)} s  ${contender.name}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
