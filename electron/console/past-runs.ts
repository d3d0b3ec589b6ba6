import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary, Unreadable } from '../../shared/console/channels.ts';
import { rollcallError } from '../../shared/errors/index.ts';
import { MigrationReport, type QuarantineEntry } from '../../shared/run.ts';
import { QuarantineFile } from '../core/report/quarantine-file.ts';
import { QuarantineCounter, type QuarantineSummary } from '../core/report/quarantine-summary.ts';
import { reportPage } from '../core/report/report-page.ts';
import { speak } from './language.ts';
import { type ReportFolder, ReportFolders } from './report-folders.ts';
import { reportWords } from './report-words.ts';

/** Entries of a quarantine that are read at a time. */
const atOnce = 500;

/** The runs whose folders are still there. What they left is read when it is asked for. */
export class PastRuns {
  readonly #folders = new ReportFolders({
    parent: 'runs',
    file: 'report.json',
    schema: MigrationReport,
    idOf: ({ runId }) => runId,
    unknown: 'run-unknown',
  });
  #quarantine: { readonly runId: string; readonly file: QuarantineFile } | undefined;

  /** Each newest first. */
  async list(): Promise<{ runs: RunSummary[]; unreadable: Unreadable[] }> {
    const { found, unreadable } = await this.#folders.list();
    return { runs: found.map(summaryOf), unreadable };
  }

  /** @throws RollcallError run-unknown */
  async report(runId: string): Promise<MigrationReport> {
    return this.#folders.report(runId);
  }

  /** @throws RollcallError run-unknown */
  async quarantine(
    runId: string,
    from: number,
    count: number,
  ): Promise<{ total: number; entries: QuarantineEntry[] }> {
    const folder = await this.#folders.folderOf(runId);
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
   * @throws RollcallError run-unknown, folder-not-removed
   */
  async remove(runId: string): Promise<void> {
    await this.#folders.remove(runId);
    if (this.#quarantine?.runId === runId) this.#quarantine = undefined;
  }

  async #text(runId: string, name: string): Promise<string> {
    const path = join(await this.#folders.folderOf(runId), name);
    return readFile(path, 'utf8').catch((cause: unknown) => {
      throw rollcallError('run-unknown', {}, cause);
    });
  }
}

function summaryOf({ folder, report }: ReportFolder<MigrationReport>): RunSummary {
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
