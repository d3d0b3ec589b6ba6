import type { Unreadable } from '../../shared/console/channels.ts';
import { LoadReport, type LoadSummary } from '../../shared/load-test.ts';
import { ReportFolders } from './report-folders.ts';

/** The load tests whose folders are still there. */
export class KeptLoads {
  readonly #folders = new ReportFolders({
    parent: 'loads',
    file: 'load-test.json',
    schema: LoadReport,
    idOf: ({ id }) => id,
    unknown: 'load-unknown',
  });

  /** Each newest first. */
  async list(): Promise<{ loads: LoadSummary[]; unreadable: Unreadable[] }> {
    const { found, unreadable } = await this.#folders.list();
    return { loads: found.map(({ report }) => summaryOf(report)), unreadable };
  }

  /** @throws RollcallError load-unknown */
  async report(id: string): Promise<LoadReport> {
    return this.#folders.report(id);
  }

  /** @throws RollcallError load-unknown, folder-not-removed */
  async remove(id: string): Promise<void> {
    await this.#folders.remove(id);
  }
}

function summaryOf({ id, startedAt, outcome, source, target, measurements, ms }: LoadReport): LoadSummary {
  const scenarios = new Set(measurements.map(({ scenario }) => scenario)).size;
  return { id, startedAt, outcome, source: source.path, target, scenarios, ms };
}
