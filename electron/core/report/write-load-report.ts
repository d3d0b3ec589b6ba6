import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoadReport } from '../../../shared/load-test.ts';
import { loadCsv } from './load-csv.ts';
import { loadPage } from './load-page.ts';

/**
 * Writes `report.html`, `load-test.json` and `load-test.csv` into `folder`, which is made when missing.
 *
 * @throws the file system's own errors
 */
export async function writeLoadReport(folder: string, report: LoadReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'load-test.json'), `${JSON.stringify(LoadReport.parse(report), null, 2)}\n`);
  await writeFile(join(folder, 'report.html'), loadPage(report));
  await writeFile(join(folder, 'load-test.csv'), loadCsv(report));
}
