import { type SpawnOptions, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What one run of a contender took. */
export interface Measurement {
  readonly seconds: number;
  /** Rows that were moved in that time. */
  readonly rows: number;
  /** Highest resident memory of the contender's process, in MB of 2^20 bytes; Linux only. */
  readonly peakMegabytes?: number;
  /** Parts of the run in milliseconds, where the contender tells them. */
  readonly phases?: Readonly<Record<string, number>>;
}

export interface Finished {
  readonly seconds: number;
  readonly stdout: string;
  readonly peakMegabytes?: number;
}

/** Milliseconds between two looks at a child's memory; the kernel keeps the peak itself. */
const interval = 25;

/**
 * Runs a program to its end.
 *
 * @throws Error with the program's own words when it fails
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Finished> {
  const started = performance.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  let peak: number | undefined;
  const watch = setInterval(async () => {
    peak = Math.max(peak ?? 0, (await peakOf(child.pid)) ?? 0) || undefined;
  }, interval);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearInterval(watch));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0)
    throw new Error(`${command} ended with code ${code}:\n${Buffer.concat(err).toString().slice(-2000)}`);
  return {
    seconds,
    stdout: Buffer.concat(out).toString(),
    ...(peak === undefined ? {} : { peakMegabytes: peak }),
  };
}

/** VmHWM of a process, "peak resident set size" (proc(5), /proc/pid/status); undefined elsewhere or when it is gone. */
async function peakOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
