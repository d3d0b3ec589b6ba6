import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { Unreadable } from '../../shared/console/channels.ts';
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

/** What lies in a folder: a report, one that can't be read any more, or none yet. */
type Content<Report> =
  | ({ readonly kind: 'report' } & ReportFolder<Report>)
  | { readonly kind: 'unreadable'; readonly folder: string; readonly startedAt: string }
  | { readonly kind: 'none' };

/** Folders that each hold a report, found by what the report calls itself. They are read when they are asked for. */
export class ReportFolders<Report extends { readonly startedAt: string }> {
  readonly #options: ReportFoldersOptions<Report>;
  readonly #folders = new Map<string, string>();

  constructor(options: ReportFoldersOptions<Report>) {
    this.#options = options;
  }

  /** Each newest first. What can't be read, as it is of another version, is called by its folder's name. */
  async list(): Promise<{ found: ReportFolder<Report>[]; unreadable: Unreadable[] }> {
    const parent = await privateFolder(this.#options.parent);
    const names = await readdir(parent);
    const read = await Promise.all(names.map((name) => this.#read(join(parent, name))));
    const found: ReportFolder<Report>[] = [];
    const unreadable: Unreadable[] = [];
    this.#folders.clear();
    for (const content of read) {
      if (content.kind === 'none') continue;
      const { kind, folder } = content;
      const id = kind === 'report' ? this.#options.idOf(content.report) : basename(folder);
      this.#folders.set(id, folder);
      if (kind === 'report') found.push({ folder, report: content.report });
      else unreadable.push({ id, startedAt: content.startedAt });
    }
    return {
      found: found.toSorted((one, other) => newestFirst(one.report, other.report)),
      unreadable: unreadable.toSorted(newestFirst),
    };
  }

  /** @throws RollcallError by the code that it was made with */
  async report(id: string): Promise<Report> {
    const read = await this.#read(await this.folderOf(id));
    if (read.kind !== 'report') throw rollcallError(this.#options.unknown, {});
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

  async #read(folder: string): Promise<Content<Report>> {
    try {
      const text = await readFile(join(folder, this.#options.file), 'utf8');
      return { kind: 'report', folder, report: this.#options.schema.parse(JSON.parse(text)) };
    } catch (error) {
      const startedAt = timeIn(basename(folder));
      const isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
      return isThere && startedAt !== undefined
        ? { kind: 'unreadable', folder, startedAt }
        : { kind: 'none' };
    }
  }
}

/** The time with which the name of a kept folder begins (`core/run/run-folder.ts`); a stranger's has none. */
function timeIn(name: string): string | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)-/.exec(name) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const iso = `${date}T${time.replaceAll('-', ':')}Z`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function newestFirst(one: { readonly startedAt: string }, other: { readonly startedAt: string }): number {
  return other.startedAt.localeCompare(one.startedAt);
}
