import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Holds the number of the process that works in a folder, as long as it does. */
const mark = 'in-use-by';

/** Marks a folder as this process's, until disposed of. */
export async function inUse(folder: string): Promise<AsyncDisposable> {
  const file = join(folder, mark);
  await writeFile(file, String(process.pid));
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** Removes the folders below `parent` whose process was killed: what is in them was never finished. */
export async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const pid = await readFile(join(folder, mark), 'utf8').catch(() => undefined);
    if (pid !== undefined && /^\d+$/.test(pid) && !isAlive(Number(pid))) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
