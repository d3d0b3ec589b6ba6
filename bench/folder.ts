import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** On a real disk, which /tmp often isn't; every user can pass through it, as PostgreSQL's has to. */
export async function benchFolder(): Promise<Folder> {
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const path = await mkdtemp(join(base, 'rollcall-bench-'));
  await chmod(path, 0o711);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
