import { type Command, Option } from 'commander';
import { z } from 'zod';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Target } from '../../shared/target.ts';
import { startEmbedded } from '../core/embedded/embedded.ts';
import { withPassword } from '../core/postgres/password.ts';
import { parseTarget } from '../core/postgres/target.ts';
import { promptPassword } from './terminal/password-prompt.ts';

/** The options of `addTargetOptions` as commander hands them over. */
export const targetOptions = {
  to: z.string().optional(),
  embedded: z.boolean().optional(),
  dataDir: z.string().optional(),
  passwordFile: z.string().optional(),
};
type TargetOptions = z.infer<z.ZodObject<typeof targetOptions>>;

export function addTargetOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--to <url>', 'PostgreSQL database: postgresql://user@host:5432/att_school').conflicts(
        'embedded',
      ),
    )
    .option('--embedded', 'the PostgreSQL that comes with Rollcall; it is started when it is not running')
    .addOption(new Option('--data-dir <dir>', 'where the embedded PostgreSQL keeps its data').conflicts('to'))
    .addOption(
      new Option(
        '--password-file <file>',
        'file with the password on its first line, readable by you alone',
      ).conflicts('embedded'),
    );
}

export const passwordHelp = `
Passwords:
  A password inside the URL is visible to others on this machine, in the list of
  processes, and stays in the history of the shell. Better ways:
    PGPASSWORD           environment variable
    --password-file      its first line; readable by you alone (chmod 600)
    ~/.pgpass            as for psql; PGPASSFILE names another file
    the prompt           Rollcall asks on a terminal when the server wants a password
`;

/**
 * The database that was chosen, with its password.
 *
 * @param lookFirst what to find out before a server is started or a password asked for, so that neither is in vain
 * @throws RollcallError target-not-chosen, and what reading the URL or starting the server throws
 */
export async function chooseTarget(
  options: TargetOptions,
  signal: AbortSignal,
  lookFirst: () => Promise<void> = async () => undefined,
): Promise<Target> {
  const { to, embedded, dataDir, passwordFile } = options;
  if (embedded === true) {
    await lookFirst();
    return (await startEmbedded({ dataDir, signal })).target;
  }
  if (to === undefined) throw rollcallError('target-not-chosen', {});
  const target = parseTarget(to, process.env);
  await lookFirst();
  return withPassword(target, {
    environment: process.env,
    signal,
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(process.stdin.isTTY ? { prompt: (question: string) => promptPassword(question, signal) } : {}),
  });
}
