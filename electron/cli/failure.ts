import { CommanderError } from 'commander';
import { CommandFailure } from '../../shared/command.ts';
import { reportError, rollcallError } from '../../shared/errors/index.ts';
import { type ExitCode, exitCodeOf, outcomeOf } from './exit-code.ts';
import { printJson } from './print-json.ts';
import { say } from './terminal/say.ts';
import { errorLines } from './words/error.ts';

/** Says on stderr, and with `--json` on stdout too, why a command ended. Gives its exit code. */
export function reportFailure(thrown: unknown, json: boolean): ExitCode {
  const error = reportError(thrown instanceof CommanderError ? usageError(thrown) : thrown);
  const outcome = outcomeOf(error);
  say(errorLines(error));
  if (json) printJson(CommandFailure, { outcome, error });
  return exitCodeOf(outcome);
}

/** Commander writes `error: unknown option '--form'` and, on a line of its own, `(Did you mean --from?)`. */
function usageError({ message }: CommanderError): Error {
  const [, problem = message, suggestion] = /^(?:error: )?(.*?)\.?(?:\n\((.*)\))?$/s.exec(message) ?? [];
  const facts = { problem: withoutPassword(problem) };
  return rollcallError('bad-arguments', suggestion === undefined ? facts : { ...facts, suggestion });
}

/** An argument that is quoted in a message may be a URL in the wrong place. */
function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^\s:/@]*):\S*@/g, '$1:…@');
}
