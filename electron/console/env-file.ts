import { copyFile, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Answer, EnvLine } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';

/** The one setting of an application's .env that a move changes. */
const setting = /^(\s*(?:export\s+)?DATABASE_URL\s*=\s*)(.*?)\s*$/;

/**
 * What pointing an application at another database changes in its .env. Secrets are shown as dots: whoever may read
 * the file has them anyway, and a window doesn't need them.
 */
export async function previewEnv(path: string, url: string): Promise<Answer<'env.preview'>> {
  const text = await readEnv(path);
  const lines = linesOf(text ?? '');
  const at = lastSetting(lines);
  const added: EnvLine = { change: 'added', text: withoutSecrets(settingLine(lines[at], url)) };
  const kept = lines.map(
    (line, place): EnvLine => ({ change: place === at ? 'removed' : 'kept', text: withoutSecrets(line) }),
  );
  const shown = at < 0 ? [...kept, added] : kept.toSpliced(at + 1, 0, added);
  return { exists: text !== undefined, lines: shown };
}

/**
 * Writes the address into the .env; every other line stays as it is, byte for byte. The old file is kept beside it.
 *
 * @throws RollcallError cannot-write, env-unreadable
 */
export async function writeEnv(path: string, url: string): Promise<Answer<'env.write'>> {
  const text = await readEnv(path);
  try {
    if (text === undefined) {
      await writeFile(path, `${settingLine(undefined, url)}\n`, { mode: 0o600, flag: 'wx' });
      return {};
    }
    // The file itself, where the path is a link to it.
    const real = await realpath(path);
    const kept = await keepBeside(real);
    await replaceWhole(real, withSetting(text, url));
    return { kept };
  } catch (cause) {
    throw rollcallError('cannot-write', { path }, cause);
  }
}

/**
 * The address of the database in an application's .env.
 *
 * @throws RollcallError env-unreadable, env-without-url
 */
export async function readEnvUrl(path: string): Promise<string> {
  const text = await readEnv(path);
  if (text === undefined) throw rollcallError('env-unreadable', { path });
  const lines = linesOf(text);
  const value = setting.exec(lines[lastSetting(lines)] ?? '')?.[2];
  const url = value === undefined ? '' : unquoted(value);
  if (!/^postgres/i.test(url)) throw rollcallError('env-without-url', { path });
  return url;
}

async function readEnv(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw rollcallError('env-unreadable', { path }, cause);
  }
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Where a file says something twice, readers of .env files take the last. */
function lastSetting(lines: readonly string[]): number {
  return lines.findLastIndex((line) => setting.test(line));
}

/** With the spaces and quotes that the line had before. */
function settingLine(before: string | undefined, url: string): string {
  const [, start = 'DATABASE_URL=', value = ''] = setting.exec(before ?? '') ?? [];
  const [quote = ''] = /^["']/.exec(value) ?? [];
  return `${start}${quote}${url}${quote}`;
}

function unquoted(value: string): string {
  const [, , quoted] = /^(["'])(.*?)\1/.exec(value) ?? [];
  return quoted ?? value.replace(/\s+#.*$/, '');
}

function withSetting(text: string, url: string): string {
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  // Kept apart, so that lines with other ends stay as they are.
  const pieces = text.split(/(\r?\n)/);
  const at = pieces.findLastIndex((piece) => setting.test(piece));
  if (at >= 0) return pieces.with(at, settingLine(pieces[at], url)).join('');
  const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return `${text}${gap}${settingLine(undefined, url)}${lineEnd}`;
}

async function keepBeside(real: string): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const kept = join(dirname(real), `${basename(real)}.before-rollcall-${time}`);
  await copyFile(real, kept);
  return kept;
}

async function replaceWhole(real: string, text: string): Promise<void> {
  const { mode } = await stat(real);
  const part = `${real}.rollcall-part`;
  await writeFile(part, text, { mode: mode & 0o777 });
  await rename(part, real);
}

const dots = '••••••';

/** Passwords inside addresses, and values of settings whose names say that they are secret. */
function withoutSecrets(line: string): string {
  return line
    .replace(/(:\/\/[^\s:/@]*):[^\s@]*@/g, `$1:${dots}@`)
    .replace(/^(\s*(?:export\s+)?\w*(?:SECRET|PASSWORD|PASSWD|TOKEN|KEY)\w*\s*=\s*).+$/i, `$1${dots}`);
}
