import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { abortOnInterrupt } from './interrupt.ts';
import { standWhereTheCallerStands } from './invocation.ts';
import { rollcallProgram } from './program.ts';

/** Somebody who read enough of the output, such as `head`, closes the pipe; that is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

standWhereTheCallerStands();
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const exit = (wanted: ExitCode): void => {
    code = wanted;
  };
  let last = 'Stopping; everything is put back as it was. Ctrl-C once more leaves at once.';
  const lastWords = (words: string): void => {
    last = words;
  };
  const signal = abortOnInterrupt(() => last);
  try {
    await rollcallProgram({ signal, lastWords, exit }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (isHelp(error)) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error, args.includes('--json'));
  }
}

/** Help was asked for and shown (code 0), or shown because no command was named. */
function isHelp(error: unknown): error is CommanderError {
  const codes = ['commander.help', 'commander.helpDisplayed', 'commander.version'];
  return error instanceof CommanderError && codes.includes(error.code);
}
