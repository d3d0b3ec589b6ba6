import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** How a program ended that did what it was asked. */
export interface Finished {
  readonly seconds: number;
  readonly stdout: string;
  /** Highest resident memory, in MB of 2^20 bytes; Linux only. */
  readonly peakMegabytes?: number;
}

/** Milliseconds between two looks at a child's memory; the kernel keeps the peak itself. */
const interval = 20;

/**
 * Runs a program to its end.
 *
 * @param environment variables besides this process's own
 * @throws Error with the program's own words when it fails; the signal's reason once it has ended, when aborted
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { environment = {}, signal }: { environment?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<Finished> {
  signal?.throwIfAborted();
  const started = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  signal?.addEventListener('abort', stop);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let peakMegabytes: number | undefined;
  const watch = setInterval(async () => {
    peakMegabytes = (await peakOf(child.pid)) ?? peakMegabytes;
  }, interval);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = (performance.now() - started) / 1000;
    signal?.throwIfAborted();
    const stdout = Buffer.concat(out).toString();
    if (code !== 0) {
      throw new Error(`${command} ended with code ${code}:\n${stdout}${Buffer.concat(err)}`.trim());
    }
    return { seconds, stdout, ...(peakMegabytes === undefined ? {} : { peakMegabytes }) };
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', stop);
  }
}

/** VmHWM, the "peak resident set size" of a process (proc_pid_status(5)); undefined where there is no such file. */
async function peakOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
