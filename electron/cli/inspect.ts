import { Command } from 'commander';
import { z } from 'zod';
import { Source } from '../../shared/source.ts';
import { readFile } from '../core/run/read-file.ts';
import { withScratchFolder } from '../core/run/run-folder.ts';
import type { CommandContext } from './command-context.ts';
import { invocation } from './invocation.ts';
import { integrityOption, jsonOption } from './options.ts';
import { printJson } from './print-json.ts';
import { withStageProgress } from './stage-progress.ts';
import { say } from './terminal/say.ts';
import { sourceLines } from './words/source.ts';

const Options = z.strictObject({ json: z.boolean().optional(), integrity: z.enum(['quick', 'full']) });

export function inspectCommand({ signal }: CommandContext): Command {
  return new Command('inspect')
    .summary('show what is in a SQLite file')
    .description(
      'Shows what is in a SQLite file: tables, columns, keys, indexes, views. The file is only read.',
    )
    .argument('<app.db>', 'the SQLite file')
    .addOption(integrityOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  ${invocation()} inspect app.db --json`)
    .action(async (path: string, given: unknown) => {
      const options = Options.parse(given);
      const source = await inspect(path, options.integrity, signal);
      if (options.json === true) printJson(Source, source);
      else say(sourceLines(source));
    });
}

function inspect(path: string, integrity: 'quick' | 'full', signal: AbortSignal): Promise<Source> {
  return withScratchFolder((folder) =>
    withStageProgress('inspect', signal, async (context) => {
      const file = await readFile(path, folder, integrity, context);
      try {
        await file.sound;
        return file.source;
      } finally {
        file.close();
      }
    }),
  );
}
