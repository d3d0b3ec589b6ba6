import { Command, Option } from 'commander';
import { z } from 'zod';
import { rollcallError } from '../../shared/errors/index.ts';
import { ExplainedQuery } from '../../shared/explain.ts';
import { IndexAdvice } from '../../shared/index-advice.ts';
import { creationOf, type IndexChange, IndexChanges } from '../../shared/index-change.ts';
import { IndexEffects } from '../../shared/index-effect.ts';
import { IndexReport, type LiveIndex } from '../../shared/indexes.ts';
import type { Target } from '../../shared/target.ts';
import { adviseIndexes } from '../core/indexes/advice/advise.ts';
import { changeIndex } from '../core/indexes/change-index.ts';
import { requireDroppable } from '../core/indexes/drop-effect.ts';
import { measureNamedIndexes } from '../core/indexes/effect.ts';
import { explainQuery } from '../core/indexes/explain/explain.ts';
import { readIndexes } from '../core/indexes/read-indexes.ts';
import { connectForReading } from '../core/postgres/reading-pool.ts';
import { describeTarget } from '../core/postgres/target.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodeOf } from './exit-code.ts';
import { invocation } from './invocation.ts';
import { jsonOption, schemaOption } from './options.ts';
import { printJson } from './print-json.ts';
import { withStageProgress } from './stage-progress.ts';
import { addTargetOptions, chooseTarget, passwordHelp, targetOptions } from './target-options.ts';
import { confirm } from './terminal/confirm.ts';
import { progressDisplay } from './terminal/progress.ts';
import { say } from './terminal/say.ts';
import { explainedLines } from './words/explain.ts';
import { adviceLines, effectLines } from './words/index-gains.ts';
import { changedLines, dropLines, reportLines, stepWords } from './words/indexes.ts';

const Options = z.strictObject({
  ...targetOptions,
  schema: z.string(),
  create: z.boolean().optional(),
  drop: z.string().optional(),
  rebuild: z.string().optional(),
  measure: z.boolean().optional(),
  advise: z.boolean().optional(),
  explain: z.string().optional(),
  value: z.array(z.string()).optional(),
  yes: z.boolean().optional(),
  json: z.boolean().optional(),
});
type Options = z.infer<typeof Options>;

export function indexesCommand({ signal, exit }: CommandContext): Command {
  const command = new Command('indexes')
    .summary('show, judge and change the indexes on PostgreSQL')
    .description(
      'Shows which indexes there are, what they serve and which are spare, unused or broken. Without an option it only reads. Changes keep nobody from reading or writing meanwhile.',
    );
  return addTargetOptions(command)
    .addOption(schemaOption())
    .addOption(alone('--create', 'create those of the four indexes of the old system that are missing'))
    .addOption(alone('--drop <name>', 'drop an index, after saying what would be missed'))
    .addOption(alone('--rebuild <name>', 'build an index anew, when it is bloated or broken'))
    .addOption(
      alone('--measure', 'measure what each of the four does for its screen, on a copy of the tables'),
    )
    .addOption(alone('--advise', 'say which indexes would help the queries that the server has counted'))
    .addOption(alone('--explain <sql>', 'run one SELECT and show which step takes how long'))
    .option('--value <text...>', 'values for $1, $2 … of the SELECT; without them it is planned and not run')
    .addOption(new Option('--yes', 'drop without asking'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `${passwordHelp}
Exit codes:
  0  done; also when nothing had to be done
  2  nothing was started; also when no counted queries are to be seen, to advise by
  1  it failed or was cancelled, and the indexes are as they were

Examples:
  ${invocation()} indexes --embedded
  ${invocation()} indexes --to postgresql://school@db.example.org/att_school --create
  ${invocation()} indexes --embedded --explain "SELECT * FROM attendance WHERE date = '2026-03-01'"`,
    )
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      if (options.value !== undefined && options.explain === undefined) {
        throw rollcallError('bad-arguments', { problem: '--value goes with --explain' });
      }
      if (options.yes === true && options.drop === undefined) {
        throw rollcallError('bad-arguments', { problem: '--yes goes with --drop' });
      }
      const target = await chooseTarget(options, signal);
      if (options.explain !== undefined) return await explain(target, options, options.explain, signal);
      if (options.measure === true) return await measure(target, options, signal);
      if (options.advise === true) {
        const advice = await advise(target, options, signal);
        if (advice.kind !== 'advice') exit(exitCodeOf('refused'));
        return;
      }
      const report = await read(target, options.schema, signal);
      const changes = await chooseChanges(report, options, signal);
      if (changes === undefined) {
        say(reportLines(report));
        if (options.json === true) printJson(IndexReport, report);
        return;
      }
      const done = await carryOut(target, options.schema, changes, signal);
      say(changedLines(done, report));
      if (options.json === true) printJson(IndexChanges, done);
    });
}

/** One thing at a time. */
function alone(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(
    ['create', 'drop', 'rebuild', 'measure', 'advise', 'explain'].filter(
      (other) => other !== option.attributeName(),
    ),
  );
}

async function explain(
  target: Target,
  { schema, value, json }: Options,
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  const explained = await explainQuery(target, schema, { sql, values: value }, signal);
  say(explainedLines(explained));
  if (json === true) printJson(ExplainedQuery, explained);
}

async function measure(target: Target, { schema, json }: Options, signal: AbortSignal): Promise<void> {
  const measured = await withStageProgress('measure', signal, (stage) =>
    measureNamedIndexes(target, schema, stage),
  );
  say(effectLines(measured));
  if (json === true) printJson(IndexEffects, measured);
}

async function advise(target: Target, { schema, json }: Options, signal: AbortSignal): Promise<IndexAdvice> {
  const advice = await withStageProgress('advise', signal, (stage) =>
    adviseIndexes(target, schema, { kind: 'counted' }, stage),
  );
  say(adviceLines(advice, schema));
  if (json === true) printJson(IndexAdvice, advice);
  return advice;
}

async function read(target: Target, schema: string, signal: AbortSignal): Promise<IndexReport> {
  const client = await connectForReading(target, 'rollcall indexes', signal);
  try {
    return await readIndexes(client, target, schema);
  } finally {
    await client.end();
  }
}

/** What is to be done; nothing where the list is all that was asked for. */
async function chooseChanges(
  report: IndexReport,
  { create, drop, rebuild, yes }: Options,
  signal: AbortSignal,
): Promise<readonly IndexChange[] | undefined> {
  if (create === true) return report.named.flatMap((one) => creationOf(one) ?? []);
  if (rebuild !== undefined) return [{ kind: 'rebuild', name: find(report, rebuild).name }];
  if (drop === undefined) return undefined;
  const index = find(report, drop);
  requireDroppable(index.name, index.drop);
  say(dropLines(index));
  if (yes !== true && !(await agreed(index.name, signal))) {
    throw rollcallError('drop-not-confirmed', { name: index.name });
  }
  const isBroken = index.verdicts.some(({ kind }) => kind === 'invalid');
  return [{ kind: isBroken ? 'clean up' : 'drop', name: index.name }];
}

function find({ indexes, schema }: IndexReport, name: string): LiveIndex {
  const found = indexes.find((index) => index.name === name);
  if (!found) throw rollcallError('index-unknown', { name, schema });
  return found;
}

async function agreed(name: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  return confirm(`Drop ${name}? Type yes: `, signal);
}

async function carryOut(
  target: Target,
  schema: string,
  changes: readonly IndexChange[],
  signal: AbortSignal,
): Promise<IndexChanges> {
  const display = progressDisplay();
  const done: IndexChanges = { target: describeTarget(target), schema, changes: [] };
  try {
    for (const [place, change] of changes.entries()) {
      const onStep = (step: Parameters<typeof stepWords>[0]) =>
        display.show({
          stage: stepWords(step),
          fraction: (place + step.fraction) / changes.length,
        });
      done.changes.push(await changeIndex(target, schema, change, { signal, onStep }));
    }
    return done;
  } finally {
    display.end();
  }
}
