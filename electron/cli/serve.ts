import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { wholeNumber } from './options.ts';
import { say } from './terminal/say.ts';
import { version } from './version.ts';

const Options = z.strictObject({
  port: z.number().max(65_535).optional(),
  open: z.boolean().optional(),
  root: z.array(z.string()).optional(),
});

export function serveCommand({ signal }: CommandContext): Command {
  return new Command('serve')
    .summary('open the console in a browser')
    .description(
      'Serves the console to a browser on this machine, for a server without a screen. From another machine it is reached through an SSH tunnel: ssh -L 8000:127.0.0.1:8000 SERVER. It ends by itself after an hour without a page.',
    )
    .option('--port <number>', 'port on the loopback address; any free one unless given', wholeNumber(1))
    .option('--open', 'open the browser')
    .option('--root <folder...>', 'folder besides the home folder in which files may be picked')
    .addHelpText('after', `\nExample:\n  ${invocation()} serve --port 8000`)
    .action(async (given: unknown) => {
      // The other commands needn't wait for what it takes to be a server.
      const { serve } = await import('../web/serve.ts');
      const { port, open = false, root: roots = [] } = Options.parse(given);
      const ended = await serve({
        version,
        ...(port === undefined ? {} : { port }),
        open,
        roots,
        signal,
        onReady: (url, renew) => {
          say('The console is at this address, which works once. Ctrl-C ends it.');
          process.stdout.write(`${url}\n`);
          if (process.stdin.isTTY) giveMore(renew, signal);
        },
      });
      if (ended === 'forgotten') say('Nobody has looked at the console for an hour, so it has ended.');
    });
}

/** The browser may have been closed, and forgotten that it was let in, while a migration runs. */
function giveMore(renew: () => string, signal: AbortSignal): void {
  say('Press Enter for another address.');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => process.stdout.write(`${renew()}\n`));
  signal.addEventListener('abort', () => lines.close(), { once: true });
}
