import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { rollcallError } from '../../shared/errors/index.ts';
import { privateFolder } from '../core/run/run-folder.ts';

interface ReportFoldersOptions<Report> {
  /** Below Rollcall's data folder; each folder in it is one report's. */
  readonly parent: 'runs' | 'loads';
  /** Of the file that holds the report. */
  readonly file: string;
  readonly schema: z.ZodType<Report>;
  readonly idOf: (report: Report) => string;
  /** Said of a report that isn't there any more. */
  readonly unknown: 'run-unknown' | 'load-unknown';
}

export interface ReportFolder<Report> {
  readonly folder: string;
  readonly report: Report;
}

/** Folders that each hold a report, found by what the report calls itself. They are read when they are asked for. */
export class ReportFolders<Report extends { readonly startedAt: string }> {
  readonly #options: ReportFoldersOptions<Report>;
  readonly #folders = new Map<string, string>();

  constructor(options: ReportFoldersOptions<Report>) {
    this.#options = options;
  }

  /** Newest first. A folder that holds no report, or one of another version, is none. */
  async list(): Promise<ReportFolder<Report>[]> {
    const parent = await privateFolder(this.#options.parent);
    const names = await readdir(parent);
    const read = await Promise.all(names.map((name) => this.#read(join(parent, name))));
    const found = read.filter((one) => one !== undefined);
    this.#folders.clear();
    for (const { folder, report } of found) this.#folders.set(this.#options.idOf(report), folder);
    return found.toSorted((one, other) => other.report.startedAt.localeCompare(one.report.startedAt));
  }

  /** @throws RollcallError by the code that it was made with */
  async report(id: string): Promise<Report> {
    const read = await this.#read(await this.folderOf(id));
    if (!read) throw rollcallError(this.#options.unknown, {});
    return read.report;
  }

  /**
   * By what the list has found, never by what a window says: an id is no part of a path.
   *
   * @throws RollcallError by the code that it was made with
   */
  async folderOf(id: string): Promise<string> {
    if (!this.#folders.has(id)) await this.list();
    const folder = this.#folders.get(id);
    if (folder === undefined) throw rollcallError(this.#options.unknown, {});
    return folder;
  }

  /**
   * Removes the folder with all that is in it.
   *
   * @throws RollcallError by the code that it was made with; folder-not-removed
   */
  async remove(id: string): Promise<void> {
    const folder = await this.folderOf(id);
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (cause) {
      throw rollcallError('folder-not-removed', { folder }, cause);
    }
    this.#folders.delete(id);
  }

  async #read(folder: string): Promise<ReportFolder<Report> | undefined> {
    try {
      const text = await readFile(join(folder, this.#options.file), 'utf8');
      return { folder, report: this.#options.schema.parse(JSON.parse(text)) };
    } catch {
      return undefined;
    }
  }
}
