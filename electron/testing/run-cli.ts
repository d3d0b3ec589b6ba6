import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/**
 * Runs the real command line in a process of its own, without a terminal.
 *
 * @param options.interruptAt sends SIGINT, or `options.by`, once stderr matches this, or holds this text
 * @param options.heard is told, each time, all that stderr has said
 */
export async function runCli(
  args: readonly string[],
  options: {
    env?: NodeJS.ProcessEnv;
    interruptAt?: string | RegExp;
    by?: 'SIGINT' | 'SIGKILL';
    heard?: (stderr: string) => void;
  } = {},
): Promise<Ended> {
  const { npm_lifecycle_event: _, ...environment } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, NO_COLOR: '1', ...options.env },
  });
  const { interruptAt, by = 'SIGINT', heard } = options;
  const isDue = (said: string) =>
    typeof interruptAt === 'string' ? said.includes(interruptAt) : interruptAt?.test(said) === true;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    const before = isDue(said);
    said += chunk.toString();
    heard?.(said);
    if (!before && isDue(said)) child.kill(by);
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
