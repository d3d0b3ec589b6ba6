import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Another process that has a SQLite file open. */
export interface SqliteProcess extends AsyncDisposable {
  readonly pid: number | undefined;
  /** Ends it as a crash would: nothing is closed, rolled back or checkpointed. */
  kill(): Promise<void>;
}

/**
 * Runs `script` in a process of its own, with `db` open on the file and `ready()` to call when the test may
 * go on.
 */
export async function sqliteProcess(file: string, script: string): Promise<SqliteProcess> {
  const program = `
    import Database from 'better-sqlite3';
    const db = new Database(${JSON.stringify(file)});
    const ready = () => process.stdout.write('ready\\n');
    process.stdin.resume();
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const line = once(createInterface(child.stdout), 'line');
  const early = ended.then(([code]) => {
    throw new Error(`The process with the database ended with code ${code} before it was ready.`);
  });
  early.catch(() => undefined);
  await Promise.race([line, early]);
  return { pid: child.pid, kill, [Symbol.asyncDispose]: kill };
}
