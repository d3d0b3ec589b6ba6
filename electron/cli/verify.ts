import { Command } from 'commander';
import { z } from 'zod';
import { VerificationReport } from '../../shared/run.ts';
import { withScratchFolder } from '../core/run/run-folder.ts';
import { verify } from '../core/run/verify.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOf } from './exit-code.ts';
import { invocation } from './invocation.ts';
import { jsonOption, schemaOption } from './options.ts';
import { printJson } from './print-json.ts';
import { withRunProgress } from './run-progress.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { say } from './terminal/say.ts';
import { verificationLines } from './words/verification.ts';

const Options = z.strictObject({ ...targetOptions, schema: z.string(), json: z.boolean().optional() });

export function verifyCommand({ signal, exit }: CommandContext): Command {
  const command = new Command('verify')
    .summary('compare a SQLite file with PostgreSQL, value by value')
    .description(
      'Reads a SQLite file and the tables on PostgreSQL and compares them, value by value. Changes neither.',
    )
    .argument('<app.db>', 'the SQLite file');
  return addTargetOptions(command)
    .addOption(schemaOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${passwordHelp}
Exit codes:
  0  both sides are equal
  3  the same, but for the rows in quarantine
  2  nothing was compared
  1  they differ

Example:
  ${invocation()} verify app.db --embedded`,
    )
    .action(async (source: string, given: unknown) => {
      const options = Options.parse(given);
      const target = await chooseTarget(options, signal);
      const { schema } = options;
      const report = await withScratchFolder((folder) =>
        withRunProgress((onProgress) => verify({ source, target, schema, folder }, { signal, onProgress })),
      );
      say(verificationLines(report));
      if (options.json === true) printJson(VerificationReport, report);
      exit(exitCodeOf(report.outcome));
    });
}
