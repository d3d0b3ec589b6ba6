import { Command } from 'commander';
import { z } from 'zod';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { wholeNumber } from './options.ts';
import { withStageProgress } from './stage-progress.ts';
import { say } from './terminal/say.ts';
import { sampleLines } from './words/sample.ts';

const Options = z.strictObject({
  students: z.number(),
  days: z.number(),
  periods: z.number(),
  seed: z.number(),
  dirty: z.boolean(),
});

export function sampleCommand({ signal }: CommandContext): Command {
  const defaults = defaultSampleOptions;
  return new Command('sample')
    .summary('make a sample school as a SQLite file')
    .description('Makes a believable school as a SQLite file: the same options always give the same file.')
    .argument('<out.db>', 'file to make; one that is there already is left alone')
    .option('--students <n>', 'students', wholeNumber(1), defaults.students)
    .option('--days <n>', 'school days', wholeNumber(1), defaults.days)
    .option('--periods <n>', 'periods a day', wholeNumber(1), defaults.periods)
    .option('--seed <n>', 'another number makes another school', wholeNumber(0), defaults.seed)
    .option('--dirty', 'plant one of each trouble that real files have, and list them', false)
    .addHelpText('after', `\nExample:\n  ${invocation()} sample school.db --students 200 --dirty`)
    .action(async (path: string, given: unknown) => {
      const options = Options.parse(given);
      const school = await withStageProgress('sample', signal, (context) =>
        makeSample(path, options, context),
      );
      say(sampleLines(school));
    });
}
