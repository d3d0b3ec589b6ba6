import type { PreviewCell } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import type { Source } from '../../shared/source.ts';
import type { Opened } from '../worker/messages.ts';
import { OpenedFolder } from './opened-folder.ts';
import { OpenedRows } from './opened-rows.ts';

/** The SQLite file that is looked at, one at a time: its snapshot, what is known of it, and its rows. */
export class OpenedFile {
  readonly #folder: OpenedFolder;
  readonly #rows = new OpenedRows();
  #open: { readonly path: string; readonly file: Opened } | undefined;

  private constructor(folder: OpenedFolder) {
    this.#folder = folder;
  }

  /** @param parent folder of the snapshots of all consoles of this person */
  static async in(parent: string): Promise<OpenedFile> {
    return new OpenedFile(await OpenedFolder.make(parent));
  }

  /** Where the snapshot lies. */
  get snapshotFolder(): string {
    return this.#folder.file;
  }

  /** Undefined when another file is open, or none. */
  known(path: string): Opened | undefined {
    return this.#open?.path === path ? this.#open.file : undefined;
  }

  show(path: string, file: Opened, source: Source): void {
    this.learn(path, file);
    this.#rows.open(file.snapshot, source, file.renamed);
  }

  /** Another look at the file knows more of it. */
  learn(path: string, file: Opened): void {
    this.#open = { path, file };
  }

  /** Before its snapshot is replaced. */
  forget(): void {
    this.#rows.close();
    this.#open = undefined;
  }

  /** @throws RollcallError nothing-open */
  async read(path: string, table: string, from: number, count: number): Promise<PreviewCell[][]> {
    if (this.known(path) === undefined) throw rollcallError('nothing-open', {});
    return this.#rows.read(table, from, count);
  }

  async close(): Promise<void> {
    this.forget();
    await this.#folder.remove();
  }
}
