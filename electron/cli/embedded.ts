import { Command } from 'commander';
import { z } from 'zod';
import { rollcallError } from '../../shared/errors/index.ts';
import { embeddedStatus, resetEmbedded, startEmbedded, stopEmbedded } from '../core/embedded/embedded.ts';
import { targetUrl } from '../core/postgres/target.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { confirm } from './terminal/confirm.ts';
import { say } from './terminal/say.ts';
import { printable } from './terminal/table.ts';
import { embeddedLines } from './words/embedded.ts';

const Options = z.strictObject({
  dataDir: z.string().optional(),
  yes: z.boolean().optional(),
});

export function embeddedCommand({ signal }: CommandContext): Command {
  const embedded = new Command('embedded')
    .summary('start and stop the PostgreSQL that comes with Rollcall')
    .description('Starts and stops the PostgreSQL that comes with Rollcall. It listens on this machine only.')
    .addHelpText(
      'after',
      `\nExample:\n  ${invocation()} embedded start\n  psql "$(npm run --silent rollcall -- embedded url)"`,
    );

  const add = (name: string, description: string, work: (options: Options) => Promise<void>): Command =>
    embedded
      .command(name)
      .description(description)
      .option('--data-dir <dir>', 'where it keeps its data')
      .action((given: unknown) => work({ ...Options.parse(given), signal }));
  add('start', 'start it; one that runs already is left alone', async (options) =>
    say(embeddedLines(await startEmbedded(options))),
  );
  add('stop', 'stop it; the data stay', async (options) => say(embeddedLines(await stopEmbedded(options))));
  add('status', 'say whether it runs', async (options) => say(embeddedLines(await embeddedStatus(options))));
  add('url', 'print its address on stdout, with the password', printUrl);
  add('reset', 'stop it and delete all its data', reset).option('--yes', 'delete without asking');
  return embedded;
}

type Options = z.infer<typeof Options> & { readonly signal: AbortSignal };

async function reset(options: Options): Promise<void> {
  const status = await embeddedStatus(options);
  if (status.state !== 'absent' && options.yes !== true && !(await agreed(status.dataDir, options.signal))) {
    throw rollcallError('reset-not-confirmed', {});
  }
  say(embeddedLines(await resetEmbedded(options)));
}

async function agreed(dataDir: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const question = `Delete the embedded PostgreSQL in ${printable(dataDir)} with every database in it? Type yes: `;
  return confirm(question, signal);
}

async function printUrl(options: Options): Promise<void> {
  const status = await embeddedStatus(options);
  if (status.state !== 'running') throw rollcallError('embedded-not-running', {});
  process.stdout.write(`${targetUrl(status.target)}\n`);
}
