import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { rollcallError } from '../../../shared/errors/index.ts';
import { isFileError } from './file-error.ts';
import type { ServerUser } from './server-user.ts';

/** Where the programs of a PostgreSQL are, and who runs them. */
export interface Installation {
  /** Holds initdb and pg_ctl. */
  readonly bin: string;
  readonly user: ServerUser | undefined;
}

/** What a program said and how it ended; `code` is null when it was ended from outside. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end, as the server's user.
 *
 * Its output goes through the file `log`: a server that pg_ctl leaves behind on Windows keeps the handles of its
 * parent, so that a pipe would never close.
 *
 * @throws `embedded-folder-unreachable`, or the signal's reason when aborted; the program has ended by then
 */
export async function runProgram(
  { bin, user }: Installation,
  name: 'initdb' | 'pg_ctl',
  args: readonly string[],
  { log, signal }: { log: string; signal?: AbortSignal | undefined },
): Promise<Ended> {
  signal?.throwIfAborted();
  await using file = await open(log, 'w', 0o600);
  const child = spawn(path.join(bin, name), args, {
    cwd: path.dirname(log),
    env: plainEnvironment(),
    stdio: ['ignore', file.fd, file.fd],
    windowsHide: true,
    detached: true,
    ...user,
  });
  const stop = () => child.kill();
  signal?.addEventListener('abort', stop);
  try {
    const [code] = await once(child, 'exit');
    signal?.throwIfAborted();
    return { code: typeof code === 'number' ? code : null, output: await readFile(log, 'utf8') };
  } catch (error) {
    if (user && isFileError(error, 'EACCES')) {
      throw rollcallError('embedded-folder-unreachable', { folder: path.dirname(log) }, error);
    }
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Neither PG* variables meant for another server, nor a locale that would translate what the server says. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
