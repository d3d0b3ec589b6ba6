import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { rollcallError } from '../../shared/errors/index.ts';
import { chosenScenarios, defaultLoadOptions, foretold, plannedSeconds } from '../../shared/load-plan.ts';
import { LoadOptions, LoadReport } from '../../shared/load-test.ts';
import type { Scenario } from '../../shared/scenario.ts';
import { writeLoadReport } from '../core/report/write-load-report.ts';
import { keptLoadTest } from '../core/run/kept-load-test.ts';
import { makeFolder } from '../core/run/run-folder.ts';
import { builtInScenarios } from '../core/scenarios/built-in.ts';
import { readScenarioFile } from '../core/scenarios/own.ts';
import { lookAtFile } from '../core/source/look-at-file.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOf } from './exit-code.ts';
import { invocation } from './invocation.ts';
import { withLoadProgress } from './load-progress.ts';
import { jsonOption, schemaOption, wholeNumber } from './options.ts';
import { printJson } from './print-json.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { say } from './terminal/say.ts';
import { version } from './version.ts';
import { loadTestLines } from './words/load-test.ts';
import { counted, duration } from './words/units.ts';

const Options = z.strictObject({
  ...targetOptions,
  schema: z.string(),
  users: z.array(z.number()).optional(),
  seconds: z.number(),
  counted: z.boolean().optional(),
  scenario: z.array(z.string()).optional(),
  scenarios: z.string().optional(),
  rate: z.number().optional(),
  rounds: z.number(),
  pool: z.number(),
  report: z.string().optional(),
  json: z.boolean().optional(),
});
type Options = z.infer<typeof Options>;

export function benchCommand({ signal, exit }: CommandContext): Command {
  const command = new Command('bench')
    .summary('measure what the move to PostgreSQL gained')
    .description(
      'Asks SQLite, PostgreSQL without the four indexes and PostgreSQL with them what a school asks all day, side by side, and says how long people wait. Everything is tried on copies, which are removed at the end: the file and the tables on the server stay as they are.',
    )
    .argument('<app.db>', 'the SQLite file that was moved');
  return addTargetOptions(command)
    .addOption(schemaOption())
    .addOption(
      new Option(
        '--users <numbers>',
        'how many people work at once, such as 1,5,10; otherwise what suits each',
      ).argParser(userNumbers),
    )
    .addOption(
      new Option('--seconds <n>', 'how long each is measured in each round')
        .argParser(positive)
        .default(secondsOf(defaultLoadOptions)),
    )
    .addOption(
      new Option(
        '--counted',
        'measure as many operations as the old load_test.py did, not for seconds',
      ).conflicts('seconds'),
    )
    .addOption(
      new Option('--scenario <name>', 'only this one; may be given several times').argParser(
        (name: string, before: readonly string[] = []) => [...before, name],
      ),
    )
    .option('--scenarios <file>', 'JSON file with scenarios of your own, measured besides')
    .addOption(
      new Option('--rate <n>', 'questions a second, whether or not they are answered in time').argParser(
        positive,
      ),
    )
    .addOption(
      new Option('--rounds <n>', 'how often all of it is measured; with one nothing can be vouched for')
        .argParser(wholeNumber(1))
        .default(defaultLoadOptions.rounds),
    )
    .addOption(
      new Option('--pool <n>', 'connections to PostgreSQL that people share')
        .argParser(wholeNumber(1))
        .default(defaultLoadOptions.pool),
    )
    .option('--report <dir>', 'where to put report.html, load-test.json and load-test.csv')
    .addOption(jsonOption())
    .addHelpText('after', help())
    .action(async (path: string, given: unknown) => {
      const options = Options.parse(given);
      const report = await measure(path, options, signal);
      say(loadTestLines(report));
      if (options.report !== undefined) {
        await writeLoadReport(options.report, report);
        say(`\n  Report    ${options.report}`);
      }
      if (options.json === true) printJson(LoadReport, report);
      exit(exitCodeOf(report.outcome));
    });
}

async function measure(source: string, options: Options, signal: AbortSignal): Promise<LoadReport> {
  const own = options.scenarios === undefined ? [] : await readScenarioFile(options.scenarios);
  const scenarios = [...builtInScenarios, ...own];
  const wanted = loadOptions(options, scenarios);
  if (options.report !== undefined) await makeFolder(options.report);
  const target = await chooseTarget(options, signal, () => lookAtFile(source));
  say(announcement(wanted, scenarios));
  const { schema } = options;
  return await withLoadProgress((listeners) =>
    keptLoadTest({ source, target, schema, options: wanted, scenarios, version }, { signal, ...listeners }),
  );
}

/** @throws RollcallError scenario-unknown, bad-arguments */
function loadOptions(options: Options, scenarios: readonly Scenario[]): LoadOptions {
  const { users, seconds, rate, rounds, pool, scenario } = options;
  const known = scenarios.map(({ name }) => name);
  const unknown = scenario?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw rollcallError('scenario-unknown', { name: unknown, known });
  const parsed = LoadOptions.safeParse({
    ...defaultLoadOptions,
    ...(scenario === undefined ? {} : { scenarios: scenario }),
    ...(users === undefined ? {} : { users }),
    pattern: rate === undefined ? { kind: 'closed' } : { kind: 'open', perSecond: rate },
    bound: options.counted === true ? { kind: 'counted' } : { kind: 'seconds', seconds },
    rounds,
    pool,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw rollcallError('bad-arguments', { problem: `--${issue?.path.join('.')}: ${issue?.message}` });
}

function announcement(options: LoadOptions, scenarios: readonly Scenario[]): string {
  const seconds = plannedSeconds(options, scenarios);
  const chosen = chosenScenarios(options, scenarios).length;
  const time = seconds === undefined ? '' : `; measuring takes about ${duration(foretold(seconds) * 1000)}`;
  return `  ${counted(chosen, 'scenario')}, ${counted(options.engines.length, 'engine')}, ${counted(options.rounds, 'round')}${time}.`;
}

function secondsOf({ bound }: LoadOptions): number {
  return bound.kind === 'seconds' ? bound.seconds : 1;
}

function userNumbers(text: string): number[] {
  const numbers = text.split(',').map((part) => Number(part.trim() || Number.NaN));
  const sound = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= 200);
  if (!sound)
    throw new InvalidArgumentError('Give whole numbers from 1 to 200 with commas between, such as 1,5,10.');
  return [...new Set(numbers)];
}

function positive(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number <= 0)
    throw new InvalidArgumentError('Give a number above 0.');
  return number;
}

function help(): string {
  const names = builtInScenarios.map(({ name, screen }) => `  ${name.padEnd(18)} ${screen}`);
  return `
Scenarios:
${names.join('\n')}

  A file with your own is a list of such objects; parameters are named, and drawn from the file's rows:
    [{ "name": "late-today", "screen": "Late today", "writes": false,
       "statements": [{ "sqlite": "SELECT * FROM attendance WHERE date = :date AND status = 'late'",
                        "postgres": "SELECT * FROM attendance WHERE date = :date AND status = 'late'" }],
       "draw": { "sql": "SELECT DISTINCT date FROM attendance ORDER BY date DESC", "by": "recent" } }]
${passwordHelp}
Exit codes:
  0  it was measured
  2  nothing was measured
  1  it failed, or was cancelled; what was measured until then is shown and kept

Examples:
  ${invocation()} bench app.db --embedded
  ${invocation()} bench app.db --to postgresql://school@db.example.org/att_school --users 1,25 --scenario morning`;
}
