import { Command } from 'commander';
import { z } from 'zod';
import { MigrationReport, Mode } from '../../shared/run.ts';
import { readPlanFile } from '../core/plan/plan-file.ts';
import { migrate } from '../core/run/migrate.ts';
import { makeFolder, withRunFolder } from '../core/run/run-folder.ts';
import { lookAtFile } from '../core/source/look-at-file.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOf } from './exit-code.ts';
import { invocation } from './invocation.ts';
import {
  badRowsOption,
  integrityOption,
  jsonOption,
  modeOption,
  schemaOption,
  timezoneOption,
} from './options.ts';
import { printJson } from './print-json.ts';
import { withRunProgress } from './run-progress.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { say } from './terminal/say.ts';
import { migrationLines } from './words/migration.ts';

const Options = z.strictObject({
  ...targetOptions,
  plan: z.string().optional(),
  schema: z.string(),
  mode: Mode,
  badRows: z.enum(['stop', 'quarantine']),
  timezone: z.string().optional(),
  integrity: z.enum(['quick', 'full']),
  report: z.string().optional(),
  dryRun: z.boolean(),
  json: z.boolean().optional(),
});
type Options = z.infer<typeof Options>;

export function migrateCommand({ signal, exit }: CommandContext): Command {
  const command = new Command('migrate')
    .summary('move a SQLite file to PostgreSQL and prove it')
    .description(
      'Moves a SQLite file to PostgreSQL, reads everything back and compares it value by value. Until the last moment nothing changes under the names of your tables; the file itself is only read.',
    )
    .argument('<app.db>', 'the SQLite file');
  return addTargetOptions(command)
    .option('--plan <plan.json>', 'plan to follow, made by the plan command; without it one is made')
    .addOption(schemaOption())
    .addOption(modeOption())
    .addOption(badRowsOption())
    .addOption(timezoneOption())
    .addOption(integrityOption())
    .option(
      '--report <dir>',
      "where to put report.html, report.json and quarantine.csv; otherwise the run's own folder",
    )
    .option('--dry-run', 'look and plan, but change nothing on the target', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${passwordHelp}
Exit codes:
  0  everything arrived and was verified
  3  the same, but some rows are in quarantine
  2  nothing was started
  1  it failed or was cancelled, and the target is as it was
  4  the connection was lost during the very last step; what to look for is said

Examples:
  ${invocation()} migrate app.db --embedded
  ${invocation()} migrate app.db --to postgresql://school@db.example.org/att_school --bad-rows quarantine --report report`,
    )
    .action(async (path: string, given: unknown) => {
      const options = Options.parse(given);
      const report = await runMigration(path, options, signal);
      say(migrationLines(report, options.report ?? (isWorthKeeping(report) ? report.folder : undefined)));
      if (options.json === true) printJson(MigrationReport, report);
      exit(exitCodeOf(report.outcome));
    });
}

async function runMigration(source: string, options: Options, signal: AbortSignal): Promise<MigrationReport> {
  const plan = options.plan === undefined ? undefined : await readPlanFile(options.plan);
  if (options.report !== undefined) await makeFolder(options.report);
  const target = await chooseTarget(options, signal, () => lookAtFile(source));
  const { schema, mode, badRows, timezone, dryRun, integrity, report } = options;
  const request = {
    source,
    target,
    schema,
    mode,
    badRows,
    dryRun,
    integrity,
    ...(timezone === undefined ? {} : { timezone }),
    ...(plan === undefined ? {} : { plan }),
    ...(report === undefined ? {} : { reportFolder: report }),
  };
  return withRunFolder(
    (folder) => withRunProgress((onProgress) => migrate({ ...request, folder }, { signal, onProgress })),
    isWorthKeeping,
  );
}

/** Nothing was started by a refused run, and its terminal has said why. */
function isWorthKeeping({ outcome }: MigrationReport): boolean {
  return outcome !== 'refused';
}
