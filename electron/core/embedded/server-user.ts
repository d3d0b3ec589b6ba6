import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rollcallError } from '../../../shared/errors/index.ts';

const run = promisify(execFile);

/** Who the server runs as, when that isn't the user who starts it. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's customary user, and its name on macOS. */
const names = ['postgres', '_postgres'];

/**
 * The system user that PostgreSQL runs as when Rollcall runs as root, made where there is none; `undefined` for
 * everybody else, whose server runs as they do.
 *
 * @throws `embedded-no-user` when it can be neither found nor made
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await findUser()) ?? (await makeUser());
}

async function findUser(): Promise<ServerUser | undefined> {
  for (const name of names) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch (error) {
      if (!isExitCode(error)) throw error;
    }
  }
  return undefined;
}

async function makeUser(): Promise<ServerUser> {
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ]);
  } catch (error) {
    const twin = await findUser();
    if (twin) return twin;
    throw rollcallError('embedded-no-user', {}, error);
  }
  const made = await findUser();
  if (!made) throw rollcallError('embedded-no-user', {});
  return made;
}

/** Whether a program ran and said no, rather than not being there at all. */
function isExitCode(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}
