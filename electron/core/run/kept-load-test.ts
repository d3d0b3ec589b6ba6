import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoadReport } from '../../../shared/load-test.ts';
import { type LoadTestContext, type LoadTestRequest, loadTest } from './load-test.ts';
import { makeFolder, privateFolder, withScratchFolder } from './run-folder.ts';

/**
 * A load test whose report is kept as `load-test.json` in a folder of its own below `loads`, cancelled or not.
 *
 * @throws what `loadTest` throws; RollcallError cannot-write
 */
export async function keptLoadTest(
  request: Omit<LoadTestRequest, 'id' | 'folder'>,
  context: LoadTestContext,
): Promise<LoadReport> {
  const loads = await privateFolder('loads');
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const id = `${time}-${randomBytes(3).toString('hex')}`;
  const report = await withScratchFolder((folder) => loadTest({ ...request, id, folder }, context));
  const folder = join(loads, id);
  await makeFolder(folder, 0o700);
  await writeFile(join(folder, 'load-test.json'), `${JSON.stringify(LoadReport.parse(report), null, 2)}\n`);
  return report;
}
