import { readFile, stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from './connect.ts';

export interface PasswordSources {
  readonly environment: NodeJS.ProcessEnv;
  /** The file of --password-file; its first line is the password. */
  readonly passwordFile?: string;
  /** Asks a person, when the server asks for a password and none was found. */
  readonly prompt?: (question: string) => Promise<string>;
  readonly signal?: AbortSignal;
}

/**
 * The target with its password: the URL's, the first line of the password file, PGPASSWORD, the matching line of
 * PGPASSFILE or ~/.pgpass, or what the prompt returns. The prompt is shown only when the server wants a password.
 *
 * @throws RollcallError password-file-unreadable, password-file-open-to-others, cancelled
 */
export async function withPassword(target: Target, sources: PasswordSources): Promise<Target> {
  const found = await findPassword(target, sources);
  if (found !== undefined) return { ...target, password: found };
  if (sources.prompt === undefined || !(await serverAsks(target, sources.signal))) return target;
  return { ...target, password: await sources.prompt(`Password for ${target.user}: `) };
}

async function findPassword(target: Target, sources: PasswordSources): Promise<string | undefined> {
  const { PGPASSWORD } = sources.environment;
  if (target.password) return target.password;
  if (sources.passwordFile !== undefined) return firstLine(sources.passwordFile);
  if (PGPASSWORD) return PGPASSWORD;
  return lookUp(target, sources.environment);
}

async function firstLine(path: string): Promise<string> {
  const [line] = (await readPrivate(path)).split(/\r?\n/, 1);
  if (!line) throw rollcallError('password-file-unreadable', { path });
  return line;
}

async function readPrivate(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    if (await isPrivate(path)) return text;
  } catch (cause) {
    throw rollcallError('password-file-unreadable', { path }, cause);
  }
  throw rollcallError('password-file-open-to-others', { path });
}

/** Manual, "The Password File": others must have no rights; on Windows the folder is taken to be private. */
async function isPrivate(path: string): Promise<boolean> {
  return platform() === 'win32' || ((await stat(path)).mode & 0o077) === 0;
}

/** A missing password file is no error, nor is one without a line for this target, as with libpq. */
async function lookUp(target: Target, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const path = passwordFilePath(environment);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw rollcallError('password-file-unreadable', { path }, cause);
  });
  const password = passwordFor(target, text);
  if (password !== undefined && !(await isPrivate(path))) {
    throw rollcallError('password-file-open-to-others', { path });
  }
  return password;
}

function passwordFilePath({ PGPASSFILE, HOME, APPDATA }: NodeJS.ProcessEnv): string {
  if (PGPASSFILE) return PGPASSFILE;
  return platform() === 'win32'
    ? join(APPDATA || homedir(), 'postgresql', 'pgpass.conf')
    : join(HOME || homedir(), '.pgpass');
}

/**
 * The password of the first line `host:port:database:user:password` that fits; `*` fits all, a backslash escapes
 * `:` and itself, and `localhost` stands for sockets too (manual, "The Password File").
 */
export function passwordFor(target: Target, text: string): string | undefined {
  const { endpoint, database, user } = target;
  const hosts = endpoint.kind === 'tcp' ? [endpoint.host] : [endpoint.folder, 'localhost'];
  const wanted = [hosts, [String(endpoint.port)], [database], [user]];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field = '']) => field);
    const password = fields[4];
    const fits = wanted.every((values, at) => {
      const field = fields[at] ?? '';
      return field === '*' || values.includes(unescaped(field));
    });
    if (fits && password) return unescaped(password);
  }
  return undefined;
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}

/** Other troubles than a missing password are left to the connection that the caller opens next. */
async function serverAsks(target: Target, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const client = await connect(target, signal === undefined ? {} : { signal });
    await client.end();
    return false;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'cancelled') throw error;
    return error instanceof RollcallError && error.code === 'password-needed';
  }
}
