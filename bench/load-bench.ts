import { connect } from '../electron/core/postgres/connect.ts';
import { dropDatabase, ensureDatabase } from '../electron/core/postgres/database.ts';
import type { Target } from '../shared/target.ts';
import { rollcall } from './contenders/rollcall.ts';
import { type DuelStatement, type Pace, runMeter } from './duel.ts';
import { atLeast, type Goal, within } from './goals.ts';
import type { LoadBenchOptions } from './load-options.ts';
import { describeMachine } from './machine.ts';
import { median } from './measurement.ts';
import { findPgbench, runPgbench } from './referee.ts';
import { keepResults } from './results.ts';
import { makeSchool, type School } from './school.ts';
import { goalTable, markdown } from './table.ts';

/** One statement with so many users: what each round gave, the warm-up round left out. */
interface Bout {
  readonly statement: DuelStatement;
  readonly users: number;
  readonly meter: Pace[];
  readonly referee: Pace[];
  rowsEach: number;
}

/**
 * Measures each statement with both, round by round and each first in turn, prints the medians on stdout and keeps
 * every measurement.
 *
 * @param folder for the school and pgbench's logs
 * @returns whether all goals were reached
 */
export async function loadBench(
  server: Target,
  options: LoadBenchOptions,
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  const pgbench = await findPgbench();
  const { seconds, rounds, students } = options;
  say(`making the school year of ${students} students`);
  const school = await makeSchool(folder, students, signal);
  const database = { ...server, database: 'rollcall_bench_load' };
  try {
    await ensureDatabase(database, signal);
    await rollcall(school, 'rollcall', folder).run(database, signal);
    const bouts = await prepareBouts(database, school, options.users, signal);
    // Round 0 warms the caches for both alike.
    for (let round = 0; round <= rounds; round += 1) {
      for (const bout of bouts) {
        const { statement, users } = bout;
        const meter = async () => {
          const { rowsEach, ...pace } = await runMeter(database, statement, { users, seconds }, signal);
          bout.rowsEach = rowsEach;
          if (round > 0) bout.meter.push(pace);
        };
        const referee = async () => {
          const pace = await runPgbench(pgbench, database, statement, { users, seconds }, folder, signal);
          if (round > 0) bout.referee.push(pace);
        };
        for (const run of round % 2 === 0 ? [meter, referee] : [referee, meter]) await run();
        say(lapLine(round, rounds, bout));
      }
    }
    const goals = bouts.flatMap(judge);
    process.stdout.write(`\n${boutTable(bouts)}\n\n${goalTable(goals)}\n\n`);
    const machine = await describeMachine(server, signal);
    say(`kept in ${await keepResults({ ...options, ...machine, goals, bouts })}`);
    return goals.every(({ verdict }) => verdict === 'reached');
  } finally {
    await dropDatabase(database);
  }
}

/** A short one, and what the old application asks for a register and for a day's report. */
async function prepareBouts(
  database: Target,
  { rows }: School,
  users: readonly number[],
  signal: AbortSignal,
): Promise<Bout[]> {
  const client = await connect(database, { signal });
  try {
    await client.query('VACUUM (FREEZE, ANALYZE)');
    await client.query('CHECKPOINT');
    const { rows: found } = await client.query<{ classes: number; sunday: string }>(
      'SELECT max(class_id)::int AS classes, min(date)::text AS sunday FROM attendance',
    );
    const { classes = 1, sunday = '' } = found[0] ?? {};
    // The first week of the year has no holiday.
    const day = { name: 'day', from: 0, to: 4 };
    const school = { name: 'class', from: 1, to: classes };
    const onDay = `SELECT * FROM attendance WHERE date = DATE '${sunday}' + :day::int AND class_id = :class`;
    const statements: readonly DuelStatement[] = [
      {
        name: 'a row by its key',
        sql: 'SELECT * FROM attendance WHERE id = :id',
        draws: [{ name: 'id', from: 1, to: rows.attendance }],
      },
      {
        name: 'a class in a period',
        sql: `${onDay} AND period = :period`,
        draws: [day, school, { name: 'period', from: 1, to: 7 }],
      },
      { name: 'a class on a day', sql: onDay, draws: [day, school] },
    ];
    return statements.flatMap((statement) =>
      users.map((count) => ({ statement, users: count, meter: [], referee: [], rowsEach: 0 })),
    );
  } finally {
    await client.end();
  }
}

function medianOf(paces: readonly Pace[], what: keyof Pace): number {
  return median(paces.map((pace) => pace[what]));
}

/** The median of what each round gives: its two sides lie next to each other in time, and so in what disturbs them. */
function ratio({ meter, referee }: Bout, what: keyof Pace): number {
  return median(meter.map((pace, round) => pace[what] / (referee[round]?.[what] ?? Number.NaN)));
}

function judge(bout: Bout): Goal[] {
  const what = `${bout.statement.name}, ${bout.users} ${bout.users === 1 ? 'user' : 'users'}`;
  return [
    atLeast(0.7, `throughput against pgbench's: ${what}`, ratio(bout, 'throughput')),
    within(0.2, `p50 against pgbench's: ${what}`, ratio(bout, 'p50')),
  ];
}

function boutTable(bouts: readonly Bout[]): string {
  return markdown(
    ['statement', 'rows', 'users', 'meter', 'pgbench', 'ratio', 'p50, meter', 'p50, pgbench', 'ratio'],
    bouts.map((bout) => [
      bout.statement.name,
      bout.rowsEach.toFixed(0),
      String(bout.users),
      perSecond(medianOf(bout.meter, 'throughput')),
      perSecond(medianOf(bout.referee, 'throughput')),
      ratio(bout, 'throughput').toFixed(2),
      `${medianOf(bout.meter, 'p50').toFixed(3)} ms`,
      `${medianOf(bout.referee, 'p50').toFixed(3)} ms`,
      ratio(bout, 'p50').toFixed(2),
    ]),
  );
}

function perSecond(throughput: number): string {
  return `${Math.round(throughput).toLocaleString('en')}/s`;
}

function lapLine(round: number, rounds: number, { statement, users, meter, referee }: Bout): string {
  const when = (round === 0 ? 'warm-up' : `round ${round} of ${rounds}`).padEnd(14);
  const measured = [meter, referee].map((paces) => perSecond(paces.at(-1)?.throughput ?? Number.NaN));
  const paces = round === 0 ? '' : `  ${measured.join(' against ')}`;
  return `${when} ${statement.name}, ${users} ${users === 1 ? 'user' : 'users'}${paces}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
