import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inUse, removeAbandoned } from '../core/run/abandoned.ts';
import { makeFolder } from '../core/run/run-folder.ts';

/** Where the snapshot of the opened file lies, one folder a process. What a killed one left is removed by the next. */
export class OpenedFolder {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(parent: string): Promise<OpenedFolder> {
    await makeFolder(parent, 0o700);
    await removeAbandoned(parent);
    const folder = join(parent, String(process.pid));
    await makeFolder(folder, 0o700);
    await inUse(folder);
    return new OpenedFolder(folder);
  }

  /** Replaced whole by each file that is opened. */
  get file(): string {
    return join(this.#folder, 'file');
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
