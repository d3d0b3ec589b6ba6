import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { rollcallError } from '../../shared/errors/index.ts';

/** The folders that a console may reach into. Links are followed before they are judged. */
export class Roots {
  readonly #folders: readonly string[];

  private constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** @param folders those that aren't there are left out */
  static async of(folders: readonly string[]): Promise<Roots> {
    const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
    return new Roots(real.filter((folder) => folder !== undefined));
  }

  has(real: string): boolean {
    return this.#folders.some((folder) => real === folder || real.startsWith(withEnd(folder)));
  }

  /**
   * The real path of a file that is there, or that may be written.
   *
   * @throws RollcallError path-outside-roots
   */
  async require(path: string): Promise<string> {
    const real = await realPathOf(resolve(path));
    if (!this.has(real)) throw rollcallError('path-outside-roots', { path });
    return real;
  }
}

/** Of a file that isn't there yet: its folder's, with its name. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await realPathOf(folder), basename(path));
  }
}

/** `/` ends with the separator by itself. */
function withEnd(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
