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

  /** Newest first. A folder that holds no report, or one of another version, is none. */
  async list(): Promise<LoadSummary[]> {
    return (await this.#folders.list()).map(({ report }) => summaryOf(report));
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
