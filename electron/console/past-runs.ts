import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import { MigrationReport, type QuarantineEntry } from '../../shared/run.ts';
import { QuarantineFile } from '../core/report/quarantine-file.ts';
import { QuarantineCounter, type QuarantineSummary } from '../core/report/quarantine-summary.ts';
import { reportPage } from '../core/report/report-page.ts';
import { privateFolder } from '../core/run/run-folder.ts';
import { speak } from './language.ts';
import { reportWords } from './report-words.ts';

/** Entries of a quarantine that are read at a time. */
const atOnce = 500;

interface PastRun {
  readonly folder: string;
  readonly report: MigrationReport;
}

/** The runs whose folders are still there. What they left is read when it is asked for. */
export class PastRuns {
  readonly #folders = new Map<string, string>();
  #quarantine: { readonly runId: string; readonly file: QuarantineFile } | undefined;

  /** Newest first. A folder that holds no report, or one of another version, is none. */
  async list(): Promise<RunSummary[]> {
    const parent = await privateFolder('runs');
    const names = await readdir(parent);
    const runs = await Promise.all(names.map((name) => readRun(join(parent, name))));
    const found = runs.filter((run) => run !== undefined);
    for (const { folder, report } of found) this.#folders.set(report.runId, folder);
    return found.map(summaryOf).toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
  }

  /** @throws RollcallError run-unknown */
  async report(runId: string): Promise<MigrationReport> {
    const run = await readRun(await this.#folderOf(runId));
    if (!run) throw rollcallError('run-unknown', {});
    return run.report;
  }

  /** @throws RollcallError run-unknown */
  async quarantine(
    runId: string,
    from: number,
    count: number,
  ): Promise<{ total: number; entries: QuarantineEntry[] }> {
    const folder = await this.#folderOf(runId);
    if (this.#quarantine?.runId !== runId) {
      this.#quarantine = { runId, file: await QuarantineFile.open(join(folder, 'quarantine.csv')) };
    }
    const { file } = this.#quarantine;
    return { total: file.total, entries: await file.read(from, count) };
  }

  /**
   * The report as it was written, or written anew in another language.
   *
   * @throws RollcallError run-unknown
   */
  async page(runId: string, language: string): Promise<string> {
    const spoken = language === 'en' ? undefined : await speak(language);
    if (!spoken) return this.#text(runId, 'report.html');
    const [report, quarantine] = [await this.report(runId), await this.#summary(runId)];
    return reportPage(report, quarantine, reportWords(spoken));
  }

  async #summary(runId: string): Promise<QuarantineSummary> {
    const counter = new QuarantineCounter();
    const { total } = await this.quarantine(runId, 0, 0);
    for (let from = 0; from < total; from += atOnce) {
      for (const entry of (await this.quarantine(runId, from, atOnce)).entries) counter.add(entry);
    }
    return counter.summary();
  }

  /** @throws RollcallError run-unknown, when nothing is in quarantine too */
  async csv(runId: string): Promise<string> {
    return this.#text(runId, 'quarantine.csv');
  }

  /**
   * Removes all that a run left on this computer, its snapshot too, which is the backup of that day.
   *
   * @throws RollcallError run-unknown, run-not-removed
   */
  async remove(runId: string): Promise<void> {
    const folder = await this.#folderOf(runId);
    try {
      await rm(folder, { recursive: true });
    } catch (cause) {
      throw rollcallError('run-not-removed', { folder }, cause);
    }
    this.#folders.delete(runId);
    if (this.#quarantine?.runId === runId) this.#quarantine = undefined;
  }

  async #text(runId: string, name: string): Promise<string> {
    const path = join(await this.#folderOf(runId), name);
    return readFile(path, 'utf8').catch((cause: unknown) => {
      throw rollcallError('run-unknown', {}, cause);
    });
  }

  /** By what the list has found, never by what a window says: an id is no part of a path. */
  async #folderOf(runId: string): Promise<string> {
    if (!this.#folders.has(runId)) await this.list();
    const folder = this.#folders.get(runId);
    if (folder === undefined) throw rollcallError('run-unknown', {});
    return folder;
  }
}

async function readRun(folder: string): Promise<PastRun | undefined> {
  try {
    const text = await readFile(join(folder, 'report.json'), 'utf8');
    return { folder, report: MigrationReport.parse(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

function summaryOf({ folder, report }: PastRun): RunSummary {
  const { runId, startedAt, outcome, source, target, tables, ms } = report;
  return {
    runId,
    startedAt,
    outcome,
    ...(source === undefined ? {} : { source: source.path }),
    target,
    rows: tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0),
    quarantined: tables.reduce((sum, { quarantined }) => sum + quarantined, 0),
    folder,
    ...(ms === undefined ? {} : { ms }),
  };
}
