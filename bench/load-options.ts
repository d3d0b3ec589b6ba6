import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { wholeNumber } from '../electron/cli/options.ts';
import { debianOption, toOption } from './server-options.ts';

const Options = z.strictObject({
  users: z.array(z.number()),
  seconds: z.number(),
  rounds: z.number(),
  students: z.number(),
  debian: z.number().optional(),
  to: z.string().optional(),
});
export type LoadBenchOptions = z.infer<typeof Options>;

/** Reads the arguments; prints help and ends the process when it is asked for, or when they can't be understood. */
export function readLoadOptions(args: readonly string[]): LoadBenchOptions {
  const command = new Command('bench:load')
    .description(
      "Holds the load test's meter to pgbench: the same statements, users and seconds on one server, in turns, " +
        'printed as ratios. Writes every measurement to bench/results, and ends with code 1 when a goal is missed. ' +
        'Takes about eight minutes, on a machine that does nothing else.',
    )
    .option('--users <list>', 'how many users at a time, several separated by commas', users, [1, 5, 10])
    .option('--seconds <n>', 'how long each measures at a time', wholeNumber(1), 2)
    .option('--rounds <n>', 'measured rounds, of which medians are taken', wholeNumber(1), 7)
    .option('--students <n>', 'size of the school; 933 make 1,175,580 attendance rows', wholeNumber(100), 933)
    .addOption(debianOption())
    .addOption(toOption());
  return Options.parse(command.parse(args, { from: 'user' }).opts());
}

function users(text: string): number[] {
  const numbers = text.split(',').map(Number);
  if (!numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= 90)) {
    throw new InvalidArgumentError('Give whole numbers from 1 to 90, such as 1,5,10.');
  }
  return numbers;
}
