import { Command, Option } from 'commander';
import { z } from 'zod';
import { wholeNumber } from '../electron/cli/options.ts';
import { debianOption, toOption } from './server-options.ts';

const Options = z.strictObject({
  rounds: z.number(),
  students: z.number(),
  tenfold: z.boolean(),
  quick: z.boolean().optional(),
  debian: z.number().optional(),
  to: z.string().optional(),
});
export type Options = z.infer<typeof Options>;

/** Reads the arguments; prints help and ends the process when it is asked for, or when they can't be understood. */
export function readOptions(args: readonly string[]): Options {
  const command = new Command('bench')
    .description(
      'Measures Rollcall beside other ways from SQLite to PostgreSQL, round by round on one server, and writes ' +
        'every measurement to bench/results. Takes about ten minutes and 8 GB of disk.',
    )
    .option('--rounds <n>', 'measured rounds, of which medians are taken', wholeNumber(1), 3)
    .option('--students <n>', 'size of the school; 933 make 1,175,580 attendance rows', wholeNumber(1), 933)
    .option('--no-tenfold', 'leave out the school of ten times the rows')
    .addOption(
      new Option('--quick', 'a tenth of everything, to try the benchmark itself').implies({ students: 93 }),
    )
    .addOption(debianOption())
    .addOption(toOption());
  return Options.parse(command.parse(args, { from: 'user' }).opts());
}
