import { Command } from 'commander';
import { benchCommand } from './bench.ts';
import type { CommandContext } from './command-context.ts';
import { embeddedCommand } from './embedded.ts';
import { indexesCommand } from './indexes.ts';
import { inspectCommand } from './inspect.ts';
import { invocation } from './invocation.ts';
import { migrateCommand } from './migrate.ts';
import { monitorCommand } from './monitor.ts';
import { planCommand } from './plan.ts';
import { sampleCommand } from './sample.ts';
import { serveCommand } from './serve.ts';
import { verifyCommand } from './verify.ts';
import { version } from './version.ts';

/** The whole command line. Parsing throws CommanderError, also after help was shown. */
export function rollcallProgram(context: CommandContext): Command {
  const program = new Command('rollcall')
    .description(
      "Moves a school's attendance database from SQLite to PostgreSQL, and proves that every value arrived.",
    )
    .version(version)
    .addHelpText(
      'after',
      `\nExample:\n  ${invocation()} sample school.db\n  ${invocation()} migrate school.db --embedded\n\n${invocation()} COMMAND --help tells more about a command.`,
    );
  for (const makeCommand of [
    sampleCommand,
    inspectCommand,
    planCommand,
    migrateCommand,
    verifyCommand,
    indexesCommand,
    benchCommand,
    monitorCommand,
    embeddedCommand,
    serveCommand,
  ])
    program.addCommand(makeCommand(context));
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  return program;
}

/** Commander copies such settings only to commands that it makes itself. */
function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
