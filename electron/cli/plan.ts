import { Command } from 'commander';
import { z } from 'zod';
import { Plan } from '../../shared/plan.ts';
import { writePlanFile } from '../core/plan/plan-file.ts';
import { makePlan } from '../core/run/make-plan.ts';
import { withScratchFolder } from '../core/run/run-folder.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { jsonOption, timezoneOption } from './options.ts';
import { printJson } from './print-json.ts';
import { withStageProgress } from './stage-progress.ts';
import { say } from './terminal/say.ts';
import { planLines } from './words/plan.ts';

const Options = z.strictObject({
  out: z.string().optional(),
  timezone: z.string().optional(),
  json: z.boolean().optional(),
});

export function planCommand({ signal }: CommandContext): Command {
  return new Command('plan')
    .summary('show what a migration would do')
    .description(
      'Looks at every value of a SQLite file and makes the plan of its migration: types, keys, indexes, and what is to happen to rows that PostgreSQL cannot take. The plan is JSON that you may edit and give to migrate with --plan.',
    )
    .argument('<app.db>', 'the SQLite file')
    .option('--out <plan.json>', 'file to write the plan to')
    .addOption(timezoneOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nWithout --out, the plan goes to stdout when that is a file or a pipe.\n\nExample:\n  ${invocation()} plan app.db --out plan.json`,
    )
    .action(async (path: string, given: unknown) => {
      const { out, timezone, json } = Options.parse(given);
      const made = await withScratchFolder((folder) =>
        withStageProgress('preflight', signal, (context) =>
          makePlan(path, { folder, ...(timezone === undefined ? {} : { timezone }) }, context),
        ),
      );
      if (out !== undefined) await writePlanFile(out, made.plan);
      say(planLines(made, out));
      if (json === true || (out === undefined && !process.stdout.isTTY)) printJson(Plan, made.plan);
    });
}
