import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MigrationReport, type QuarantineEntry } from '../../../shared/run.ts';
import { csvHeader, csvLine } from './quarantine-csv.ts';
import { QuarantineCounter, type QuarantineSummary } from './quarantine-summary.ts';
import { reportPage } from './report-page.ts';
import { english } from './words.ts';

/** Where the parts of a report were written. */
export interface ReportFiles {
  readonly json: string;
  readonly html: string;
  /** Absent when no row is in quarantine. */
  readonly csv?: string;
}

/**
 * Writes `report.json`, `report.html` and, when there is something in it, `quarantine.csv` into `folder`,
 * which is made when missing. Files of an earlier report there are replaced.
 *
 * @throws the file system's own errors, and zod's when the report isn't one
 */
export async function writeReport(
  folder: string,
  report: MigrationReport,
  quarantine: AsyncIterable<QuarantineEntry> | Iterable<QuarantineEntry>,
): Promise<ReportFiles> {
  await mkdir(folder, { recursive: true });
  const files = {
    json: join(folder, 'report.json'),
    html: join(folder, 'report.html'),
    csv: join(folder, 'quarantine.csv'),
  };
  const summary = await writeCsv(files.csv, quarantine);
  await writeWhole(files.json, `${JSON.stringify(MigrationReport.parse(report), null, 2)}\n`);
  await writeWhole(files.html, reportPage(report, summary, english));
  return summary.count > 0 ? files : { json: files.json, html: files.html };
}

async function writeCsv(
  path: string,
  quarantine: AsyncIterable<QuarantineEntry> | Iterable<QuarantineEntry>,
): Promise<QuarantineSummary> {
  const counter = new QuarantineCounter();
  const lines = async function* (): AsyncGenerator<string> {
    yield csvHeader;
    for await (const entry of quarantine) {
      counter.add(entry);
      yield csvLine(entry);
    }
  };
  await pipeline(lines, createWriteStream(`${path}.part`, { mode: 0o600 }));
  const summary = counter.summary();
  await rm(path, { force: true });
  if (summary.count > 0) await rename(`${path}.part`, path);
  else await rm(`${path}.part`);
  return summary;
}

/** By way of a second name, so that a reader never meets half a file. The rows in it are for the school only. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
