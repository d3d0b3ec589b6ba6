import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { defaultLoadOptions } from '../../shared/load-plan.ts';
import type { LoadReport } from '../../shared/load-test.ts';
import type { MigrationReport } from '../../shared/run.ts';
import type { Target } from '../../shared/target.ts';
import { rollcallDataFolder } from '../core/embedded/data-folder.ts';
import { startEmbedded, stopEmbedded } from '../core/embedded/embedded.ts';
import { dropDatabase } from '../core/postgres/database.ts';
import { loadTest } from '../core/run/load-test.ts';
import { migrate } from '../core/run/migrate.ts';
import { privateFolder, withScratchFolder } from '../core/run/run-folder.ts';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import { builtInScenarios } from '../core/scenarios/built-in.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { abortOnInterrupt } from './interrupt.ts';
import { withLoadProgress } from './load-progress.ts';
import { withRunProgress } from './run-progress.ts';
import { withStageProgress } from './stage-progress.ts';
import { say } from './terminal/say.ts';
import { bold, dim } from './terminal/style.ts';
import { version } from './version.ts';
import { sentenceLines } from './words/load-test.ts';
import { migrationLines } from './words/migration.ts';
import { sampleLines } from './words/sample.ts';

/** A folder and a server of its own, so that a demonstration never touches a school's data. */
const folder = join(rollcallDataFolder(), 'demo');
const school = join(folder, 'app.db');
const dataDir = join(rollcallDataFolder(), 'demo-postgres');

readArguments(process.argv.slice(2));
process.exitCode = await demo();

/** There is nothing to choose. Prints help, or what can't be understood, and ends the process. */
function readArguments(args: readonly string[]): void {
  new Command('npm run demo')
    .description(
      'Makes a sample school of a year, starts a PostgreSQL server of its own, moves the school there with every ' +
        'value compared, and measures what that gained. It touches no file and no server of yours, keeps what it ' +
        `makes below ${rollcallDataFolder()}, and begins anew each time. Takes about a minute.`,
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' });
}

/** `npm run demo`: a sample school goes to the embedded PostgreSQL, and what that gained is measured. It can be run again and again. */
async function demo(): Promise<ExitCode> {
  const signal = abortOnInterrupt(() => 'Stopping the demonstration.');
  try {
    const outcome = await fromFileToPostgres(signal);
    say(['', ...howToLook()]);
    return exitCodeOf(outcome);
  } catch (error) {
    return reportFailure(error, false);
  }
}

async function fromFileToPostgres(signal: AbortSignal): Promise<MigrationReport['outcome']> {
  say([bold('1  A school year, as the old application keeps it'), dim('   one SQLite file')]);
  await rm(folder, { recursive: true, force: true });
  await privateFolder('demo');
  say(
    sampleLines(
      await withStageProgress('sample', signal, (context) =>
        makeSample(school, defaultSampleOptions, context),
      ),
    ),
  );

  say([
    '',
    bold('2  A PostgreSQL server of its own'),
    dim('   it comes with Rollcall and listens on this machine only'),
  ]);
  const { target } = await startEmbedded({ dataDir, signal });
  try {
    await dropDatabase(target);
    say(['', bold('3  From the file to PostgreSQL, with every value compared')]);
    const report = await moveTo(target, signal);
    say(migrationLines(report, folder));
    if (report.outcome === 'verified') {
      say(['', bold('4  What that gained'), dim('   the same questions, asked of both')]);
      say(['', ...sentenceLines(await measureGain(target, signal))]);
    }
    return report.outcome;
  } finally {
    await stopEmbedded({ dataDir });
  }
}

function moveTo(target: Target, signal: AbortSignal): Promise<MigrationReport> {
  const request = {
    source: school,
    target,
    schema: 'public',
    mode: 'create',
    badRows: 'stop',
    dryRun: false,
    integrity: 'quick',
    folder,
  } as const;
  return withRunProgress((onProgress) => migrate(request, { signal, onProgress }));
}

/** A look at one report and one morning; `rollcall bench` takes the time that it needs. */
async function measureGain(target: Target, signal: AbortSignal): Promise<LoadReport> {
  const users = new Map([
    ['daily-report', [1]],
    ['morning', [10]],
  ]);
  const request = {
    id: 'demo',
    source: school,
    target,
    schema: 'public',
    options: { ...defaultLoadOptions, rounds: 3 },
    scenarios: builtInScenarios.flatMap((scenario) => {
      const own = users.get(scenario.name);
      return own === undefined ? [] : [{ ...scenario, users: own }];
    }),
    version,
  };
  return await withScratchFolder((scratch) =>
    withLoadProgress((listeners) => loadTest({ ...request, folder: scratch }, { signal, ...listeners })),
  );
}

function howToLook(): readonly string[] {
  const rollcall = 'npm run --silent rollcall --';
  return [
    bold('Have a look'),
    '  The server is stopped again; its data stay. To look at them:',
    `    ${rollcall} embedded start --data-dir ${dataDir}`,
    `    psql "$(${rollcall} embedded url --data-dir ${dataDir})"`,
    '  Your own file:',
    `    ${rollcall} migrate app.db --embedded`,
    `    ${rollcall} bench app.db --embedded`,
  ];
}
