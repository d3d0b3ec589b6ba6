import { Command } from 'commander';
import { z } from 'zod';
import { RollcallError } from '../../shared/errors/index.ts';
import { Sample } from '../../shared/monitor/sample.ts';
import { watch } from '../core/monitor/watch.ts';
import { connectForReading } from '../core/postgres/reading-pool.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { printJson } from './print-json.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { liveScreen } from './terminal/live-screen.ts';
import { say } from './terminal/say.ts';
import { monitorHead, monitorLines, monitorRow } from './words/monitor.ts';

const Options = z.strictObject({
  ...targetOptions,
  once: z.boolean().optional(),
  json: z.boolean().optional(),
});
type Options = z.infer<typeof Options>;

export function monitorCommand({ signal }: CommandContext): Command {
  const command = new Command('monitor')
    .summary('watch what a PostgreSQL server does')
    .description(
      'Shows every two seconds what a PostgreSQL server does: who is connected and waits for what, transactions, rows and cache hits, the largest tables and the slowest queries. Changes nothing. Ctrl-C ends it.',
    );
  return addTargetOptions(command)
    .option('--once', 'one look of two seconds, then end')
    .option('--json', 'print one JSON document on stdout; without --once one a look, each on a line')
    .addHelpText(
      'after',
      `${passwordHelp}
Sizes and slow queries are read every half minute at most, since they cost more. What
the role may not see is said; membership in pg_monitor lets it see everything.

Exit codes:
  0  ended by --once or Ctrl-C
  2  the server could not be reached
  1  something failed on the way

Example:
  ${invocation()} monitor --embedded --once`,
    )
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const target = await chooseTarget(options, signal);
      const client = await connectForReading(target, 'rollcall monitor', signal);
      try {
        await follow(watch(client, target, signal), options);
      } catch (error) {
        if (options.once === true || !isEnd(error)) throw error;
      } finally {
        await client.end();
      }
    });
}

/** Ctrl-C is how a live monitor ends. */
function isEnd(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'cancelled';
}

async function follow(samples: AsyncIterable<Sample>, { once, json }: Options): Promise<void> {
  if (once === true) return showOnce(samples, json === true);
  if (json === true) return showLive(samples, (sample) => printLine(sample));
  if (!process.stderr.isTTY) {
    say(monitorHead);
    return showLive(samples, (sample) => say(monitorRow(sample)));
  }
  const screen = liveScreen(process.stderr);
  try {
    await showLive(samples, (sample) => screen.draw(monitorLines(sample, screen.columns)));
  } finally {
    screen.end();
  }
}

async function showLive(samples: AsyncIterable<Sample>, show: (sample: Sample) => void): Promise<void> {
  for await (const sample of samples) show(sample);
}

/** The second one: rates need two. */
async function showOnce(samples: AsyncIterable<Sample>, json: boolean): Promise<void> {
  for await (const sample of samples) {
    if (sample.rates.kind === 'none' && sample.rates.why === 'first reading') continue;
    say(monitorLines(sample, process.stderr.columns || 120));
    if (json) printJson(Sample, sample);
    return;
  }
}

function printLine(sample: Sample): void {
  process.stdout.write(`${JSON.stringify(Sample.parse(sample))}\n`);
}
