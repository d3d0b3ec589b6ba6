import { Command } from 'commander';
import { z } from 'zod';
import { RollcallError, reviveError } from '../../shared/errors/index.ts';
import { Look, Sample } from '../../shared/monitor/sample.ts';
import { watch } from '../core/monitor/watch.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { printJson } from './print-json.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { liveScreen } from './terminal/live-screen.ts';
import { say } from './terminal/say.ts';
import { monitorHead, monitorLines, monitorRow, outageLines, outageRow } from './words/monitor.ts';

const Options = z.strictObject({
  ...targetOptions,
  once: z.boolean().optional(),
  json: z.boolean().optional(),
});
type Options = z.infer<typeof Options>;

export function monitorCommand({ signal, lastWords }: CommandContext): Command {
  const command = new Command('monitor')
    .summary('watch what a PostgreSQL server does')
    .description(
      'Shows every two seconds what a PostgreSQL server does: who is connected and waits for what, transactions, rows and cache hits, the largest tables and the slowest queries. When the server goes away, as for a restart, it says so and goes on once it is back. Changes nothing. Ctrl-C ends it.',
    );
  return addTargetOptions(command)
    .option('--once', 'one look of two seconds, then end')
    .option('--json', 'print one JSON document on stdout; without --once one a look, each on a line')
    .addHelpText(
      'after',
      `${passwordHelp}
Sizes and slow queries are read every half minute at most, since they cost more. What
the role may not see is said; membership in pg_monitor lets it see everything.
With --json each document has an "event": "sample" is a look, "no answer" one that the
server did not answer.

Exit codes:
  0  ended by --once or Ctrl-C
  2  the server could not be reached
  1  something failed on the way

Example:
  ${invocation()} monitor --embedded --once`,
    )
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      lastWords('Stopping; nothing was changed.');
      const target = await chooseTarget(options, signal);
      try {
        await follow(watch(target, signal), options);
      } catch (error) {
        if (options.once === true || !isEnd(error)) throw error;
      }
    });
}

/** Ctrl-C is how a live monitor ends. */
function isEnd(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'cancelled';
}

async function follow(looks: AsyncIterable<Look>, { once, json }: Options): Promise<void> {
  if (once === true) return showOnce(looks, json === true);
  if (json === true) return showLive(looks, printLine);
  if (!process.stderr.isTTY) return showLive(looks, lineByLine());
  const screen = liveScreen(process.stderr);
  const page = pageByPage();
  try {
    await showLive(looks, (look) => screen.draw(page(look, screen.columns)));
  } finally {
    screen.end();
  }
}

async function showLive(looks: AsyncIterable<Look>, show: (look: Look) => void): Promise<void> {
  for await (const look of looks) show(look);
}

/** The second one: rates need two. */
async function showOnce(looks: AsyncIterable<Look>, json: boolean): Promise<void> {
  for await (const look of looks) {
    if (look.event === 'no answer') throw reviveError(look.error);
    if (look.rates.kind === 'none' && look.rates.why === 'first reading') continue;
    say(monitorLines(look, process.stderr.columns || 120));
    if (json) printJson(Sample, look);
    return;
  }
}

function printLine(look: Look): void {
  process.stdout.write(`${JSON.stringify(Look.parse(look))}\n`);
}

/** For whoever writes along: a line a look, and one when the server goes away. */
function lineByLine(): (look: Look) => void {
  say(monitorHead);
  let isAway = false;
  return (look) => {
    if (look.event === 'sample') say(monitorRow(look));
    else if (!isAway) say(outageRow(look));
    isAway = look.event === 'no answer';
  };
}

/** While the server is away, what was seen last stands below. */
function pageByPage(): (look: Look, columns: number) => readonly string[] {
  let last: Sample | undefined;
  return (look, columns) => {
    if (look.event === 'sample') last = look;
    const seen = last === undefined ? [] : monitorLines(last, columns);
    return look.event === 'sample' ? seen : [...outageLines(look), ...seen];
  };
}
